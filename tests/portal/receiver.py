"""A chat that takes messages on this machine, for tests marked ``loopback``."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "secret-token-4711"


class Receiver(ThreadingHTTPServer):
    """Takes messages as a chat would, or refuses them."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.got, self.answer = [], 200

    @property
    def url(self):
        return f"json://127.0.0.1:{self.server_port}/{SECRET}"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.answer == 200:
            self.server.got.append((self.path, body))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *args):
        """Nothing on the screen."""


def open_receiver():
    server = Receiver()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server
