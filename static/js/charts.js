// Charts from data on the page: <div class="chart" data-chart="flow"> is drawn from <script type="application/json" id="flow">.
// {categories, series: [{name, type: bar|line|scatter, data, color: 1-6|"soft", symbol, dash, stack, labels}],
//  across, mirrored (two stacks of bars, the first to the left), legend: "top"|"bottom"|"none", unit, min, max, step, width};
//  colours come from the tokens, so both themes need one set.

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colour = (key) => css(key === "soft" ? "--y-c1-soft" : `--y-c${key}`);

// To the left of the middle bars are drawn below nought, which no reader needs to know.
const said = (spec, value) => (spec.mirrored ? Math.abs(value) : value);

const drawn = (spec, one, index) => {
  const paint = colour(one.color ?? index + 1);
  const bar = one.type === "bar";
  const label = one.labels
    ? { show: true, color: css("--y-ink-2"), fontSize: 12, formatter: (point) => String(one.labels[point.dataIndex]) }
    : { show: Boolean(one.stack) && !spec.mirrored, color: css("--y-card"), fontSize: 11 };
  if (one.labels) label.position = bar ? (spec.across ? "right" : "top") : "bottom";
  return {
    name: one.name,
    type: one.type,
    stack: one.stack,
    data: one.stack ? one.data.map((value) => (spec.mirrored && index === 0 ? -value : value) || null) : one.data,
    barWidth: bar ? (spec.width ?? 14) : undefined,
    symbol: one.symbol ?? "circle",
    symbolSize: one.type === "scatter" ? 13 : one.symbol === "triangle" ? 8 : 6,
    symbolOffset: one.shift ? [one.shift, 0] : undefined,
    lineStyle: { width: 2, type: one.dash ? "dashed" : "solid" },
    itemStyle: {
      color: paint,
      borderRadius: bar && !one.stack ? (spec.across ? 2 : [3, 3, 0, 0]) : 0,
      borderColor: one.stack ? css("--y-card") : undefined,
      borderWidth: one.stack ? 1 : 0,
    },
    label,
    labelLayout: one.type === "scatter" ? { hideOverlap: true } : undefined,
  };
};

// How high the names of the series stand when they need several lines.
const named = (spec, width) => {
  const wide = spec.series.reduce((sum, one) => sum + one.name.length * 12 + 34, 0);
  return 12 + 20 * Math.ceil(wide / width);
};

const options = (spec, width) => {
  const lying = Boolean(spec.across || spec.mirrored);
  const [ink2, ink3] = [css("--y-ink-2"), css("--y-ink-3")];
  const words = { type: "category", data: spec.categories, inverse: Boolean(spec.across) };
  const lines = { axisTick: { show: false }, splitLine: { lineStyle: { color: css("--y-line") } } };
  const names = {
    ...words,
    ...lines,
    axisLine: { show: !lying, lineStyle: { color: css("--y-line-2") } },
    axisLabel: { color: lying ? ink2 : ink3, fontSize: 12 },
  };
  const measured = {
    ...lines,
    type: "value",
    show: !spec.across,
    min: spec.min,
    max: spec.max,
    interval: spec.step,
    splitNumber: 4,
    axisLine: { show: false },
    axisLabel: { color: ink3, fontSize: 12, formatter: (value) => (value > 100 && spec.unit === "%" ? "" : `${said(spec, value)}${spec.unit ?? ""}`) },
  };
  const legend = spec.legend ?? "top";
  const points = spec.series.some((one) => one.type === "scatter");
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    aria: { enabled: true, label: { description: spec.says } },
    tooltip: {
      trigger: spec.across || points ? "item" : "axis",
      renderMode: "richText",
      confine: true,
      valueFormatter: spec.mirrored ? (value) => said(spec, value ?? 0) : undefined,
      backgroundColor: css("--y-card"),
      borderColor: css("--y-line-2"),
      textStyle: { color: css("--y-ink"), fontSize: 12 },
    },
    legend: {
      show: legend !== "none",
      ...(legend === "bottom" ? { bottom: 0, left: 0 } : { top: 0, right: 0 }),
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 16,
      textStyle: { color: ink2, fontSize: 12 },
    },
    grid: {
      left: 4,
      right: spec.across && legend === "none" ? 66 : 10,
      top: legend === "top" ? named(spec, width) : 4,
      bottom: legend === "bottom" ? 28 : 2,
      containLabel: true,
    },
    xAxis: lying ? measured : names,
    yAxis: lying ? names : measured,
    series: spec.series.map((one, index) => drawn(spec, one, index)),
  };
};

const charts = [...document.querySelectorAll("[data-chart]")].map((box) => {
  const spec = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const chart = window.echarts.init(box, null, { renderer: "svg" });
  // A box not laid out yet has no width to draw in; its observer calls again.
  const draw = () => chart.getWidth() && chart.setOption(options(spec, chart.getWidth()), true);
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(box);
  return draw;
});
const draw = () => charts.forEach((one) => one());
new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
