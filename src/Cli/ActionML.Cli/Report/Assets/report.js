"use strict";
(() => {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const root = document.documentElement;
  const css = name => getComputedStyle(root).getPropertyValue(name).trim();
  const known = ["action", "verlet_reference", "direct", "verlet_same_step"];
  const order = data.integrators.map(s => s.key);
  const others = order.filter(k => !known.includes(k));
  const colorName = key => known.includes(key) ? "--c-" + key : "--c-" + (4 + others.indexOf(key) % 6);
  const color = key => css(colorName(key));
  // Dashes besides colors: the lines stay apart without color vision and on gray paper.
  const dashes = { verlet_reference: [6, 4], direct: [2, 3], verlet_same_step: [9, 3, 2, 3] };
  const dashOf = key => dashes[key] || (others.indexOf(key) > 0 ? [8 - others.indexOf(key), 3] : undefined);
  const superscript = n => String(n).replace(/[-0-9]/g, c => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
  const number = v => {
    if (v === null || v === undefined) return "–";
    const a = Math.abs(v);
    if (a === 0) return "0";
    if (a >= 0.01 && a < 1e5) return String(+v.toPrecision(3));
    const e = Math.floor(Math.log10(a));
    return (v / 10 ** e).toFixed(1) + " × 10" + superscript(e);
  };
  const decade = v => v > 0 && Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-9 ? "10" + superscript(Math.round(Math.log10(v))) : "";
  const font = size => size + "px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
  const charts = [], themed = [];

  const axis = (label, extra) => Object.assign({
    stroke: () => css("--soft"), font: font(12), labelFont: font(12.5), label, size: 28, labelSize: label ? 22 : 0, labelGap: 0, gap: 6,
    grid: { stroke: () => css("--grid"), width: 1 }, ticks: { show: false },
  }, extra);
  const logAxis = label => axis(label, {
    size: 46, labelSize: label ? 20 : 0,
    splits: (u, i, min, max) => {
      const lo = Math.ceil(Math.log10(min) - 1e-9), hi = Math.floor(Math.log10(max) + 1e-9), every = Math.max(1, Math.ceil((hi - lo + 1) / 8)), out = [];
      for (let e = lo; e <= hi; e++) if ((hi - e) % every === 0) out.push(10 ** e);
      return out;
    },
    values: (u, ticks) => ticks.map(decade),
  });
  const logRange = (cap, floor) => (u, min, max) => {
    if (min === null || !(max > 0)) return [1e-6, 1];
    const lo = Math.max(min, floor), hi = Math.min(Math.max(max, lo * 10), cap);
    return [10 ** Math.floor(Math.log10(lo)), 10 ** Math.ceil(Math.log10(hi) - 1e-9)];
  };

  function tooltip(title, format) {
    let box;
    return { hooks: {
      init: u => { box = document.createElement("div"); box.className = "tip"; box.hidden = true; u.over.appendChild(box); u.over.addEventListener("mouseleave", () => { box.hidden = true; }); },
      setCursor: u => {
        const i = u.cursor.idx;
        if (i === null || i === undefined || u.cursor.left < 0) { box.hidden = true; return; }
        box.replaceChildren();
        const head = document.createElement("div");
        head.textContent = title(u.data[0][i]);
        box.append(head);
        for (let s = 1; s < u.series.length; s++) {
          if (!u.series[s].show || u.data[s][i] === null || u.data[s][i] === undefined) continue;
          const row = document.createElement("div"), mark = document.createElement("i");
          mark.style.background = u.series[s].stroke(u, s);
          row.append(mark, u.series[s].label + "  " + format(u.data[s][i]));
          box.append(row);
        }
        box.hidden = box.childElementCount < 2;
        const left = u.cursor.left + 14, width = box.offsetWidth;
        box.style.left = Math.max(0, left + width > u.over.clientWidth ? u.cursor.left - width - 14 : left) + "px";
        box.style.top = "6px";
      },
    } };
  }

  function mount(host, height, options, plotData) {
    if (!host) return null;
    const size = () => ({ width: Math.floor(host.clientWidth), height: typeof height === "function" ? height(host.clientWidth) : height });
    const u = new uPlot(Object.assign({ legend: { show: false }, padding: [10, 12, 0, 0] }, options, size()), plotData, host);
    host.querySelectorAll("canvas").forEach(c => c.setAttribute("aria-hidden", "true"));
    charts.push({ host, u, size });
    return u;
  }

  // Energy error of all integrators on one time axis.
  const withEnergy = data.integrators.filter(s => s.time.length > 0);
  const energyHost = document.getElementById("plot-energy");
  if (energyHost && withEnergy.length) {
    const joined = uPlot.join(withEnergy.map(s => [s.time, s.energy_error.map(v => v > 0 ? v : null)]));
    const u = mount(energyHost, w => w < 500 ? 280 : 380, {
      scales: { x: { time: false }, y: { distr: 3, range: logRange(10, 1e-13) } },
      axes: [axis("time" + (data.time_unit ? " (" + data.time_unit + ")" : "")), logAxis("relative energy error")],
      series: [{}].concat(withEnergy.map(s => ({ label: s.name, stroke: () => color(s.key), width: s.key === "action" ? 2.2 : 1.6, dash: dashOf(s.key), spanGaps: true, points: { show: false } }))),
      cursor: { y: false, points: { size: 7 } },
      plugins: [tooltip(t => "t = " + number(t), number)],
    }, joined);
    document.querySelectorAll("[data-toggle]").forEach(button => {
      const index = 1 + withEnergy.findIndex(s => s.key === button.dataset.toggle);
      if (index > 0) button.addEventListener("click", () => {
        const show = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(show));
        u.setSeries(index, { show });
      });
    });
  }

  // Orbits: one dot per recorded state, the same square window for all integrators.
  const extent = data.orbit_extent;
  for (const s of data.integrators) {
    const host = document.getElementById("plot-orbit-" + s.key);
    if (!host || !s.orbits.length) continue;
    const draw = (u, seriesIndex) => {
      const { ctx } = u, pxr = uPlot.pxRatio, orbit = s.orbits[seriesIndex - 1];
      ctx.save();
      ctx.beginPath(); ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height); ctx.clip();
      ctx.fillStyle = color(s.key);
      const x = v => u.valToPos(v, "x", true), y = v => u.valToPos(v, "y", true), r = 0.9 * pxr;
      ctx.globalAlpha = 0.42;
      for (let i = 0; i < orbit.x.length; i++) {
        if (orbit.x[i] === null || Math.abs(orbit.x[i]) > extent || Math.abs(orbit.y[i]) > extent) continue;
        ctx.fillRect(x(orbit.x[i]) - r, y(orbit.y[i]) - r, 2 * r, 2 * r);
      }
      const last = orbit.x.length - 1;
      ctx.globalAlpha = 1;
      ctx.beginPath(); ctx.arc(x(orbit.x[last]), y(orbit.y[last]), 4 * pxr, 0, 2 * Math.PI); ctx.fill();
      ctx.lineWidth = 1.5 * pxr; ctx.strokeStyle = css("--card"); ctx.stroke();
      ctx.restore();
      return null;
    };
    const ticks = { size: 26, space: 34, labelSize: 0 };
    mount(host, w => w, {
      mode: 2, padding: [6, 6, 0, 0],
      scales: { x: { time: false, range: [-extent, extent] }, y: { range: [-extent, extent] } },
      axes: [axis(null, Object.assign({}, ticks, { size: 24 })), axis(null, Object.assign({}, ticks, { size: 32 }))],
      series: [null].concat(s.orbits.map((o, i) => ({ label: "particle " + (i + 1), facets: [{ scale: "x", auto: false }, { scale: "y", auto: false }], paths: draw }))),
      cursor: { show: false },
    }, [null].concat(s.orbits.map(o => [o.x, o.y])));
  }

  // Evaluations per step.
  const iterative = data.integrators.filter(s => s.evaluation_counts.length > 1);
  for (const s of iterative) {
    const counts = s.evaluation_counts, total = counts.reduce((a, b) => a + b, 0);
    const first = counts.findIndex(c => c > 0), last = counts.findLastIndex(c => c > 0);
    const ks = [], shares = [];
    for (let k = Math.max(0, first - 1); k <= last + 1; k++) { ks.push(k); shares.push(100 * (counts[k] || 0) / total); }
    mount(document.getElementById("plot-histogram-" + s.key), 240, {
      scales: { x: { time: false, range: [ks[0] - 0.5, ks[ks.length - 1] + 0.5] }, y: { range: (u, min, max) => [0, Math.max(max * 1.08, 1)] } },
      axes: [axis("evaluations of ∇S in one step", { grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50], space: 26 }), axis("share of steps", { size: 44, values: (u, t) => t.map(v => v + " %") })],
      series: [{}, { label: "steps", stroke: () => color(s.key), fill: () => color(s.key) + "c0", width: 0, paths: uPlot.paths.bars({ size: [0.72, 60], radius: 0.12 }), points: { show: false } }],
      cursor: { y: false, points: { show: false } },
      plugins: [tooltip(k => k + " evaluations", v => number(v) + " %")],
    }, [ks, shares]);
    mount(document.getElementById("plot-evaluations-" + s.key), 240, {
      scales: { x: { time: false }, y: { range: (u, min, max) => [0, Math.ceil(max * 1.15 + 0.5)] } },
      axes: [axis("time" + (data.time_unit ? " (" + data.time_unit + ")" : "")), axis("mean evaluations per step", { size: 34 })],
      series: [{}, { label: "mean", stroke: () => color(s.key), width: 1.6, points: { show: false } }],
      cursor: { y: false, points: { size: 7 } },
      plugins: [tooltip(t => "t = " + number(t), number)],
    }, [s.evaluation_time, s.mean_evaluations]);
  }

  // Training.
  for (const measure of ["rmse_delta_positions", "rmse_delta_momenta", "loss"]) {
    const curves = data.training.filter(t => t.seconds.length > 1);
    if (!curves.length) continue;
    mount(document.getElementById("plot-" + measure), 240, {
      scales: { x: { time: false }, y: { distr: 3, range: logRange(1e6, 1e-12) } },
      axes: [axis("seconds of training"), logAxis(null)],
      series: [{}].concat(curves.map(t => ({ label: t.kind, stroke: () => color(t.kind), width: 1.8, dash: dashes[t.kind], spanGaps: true, points: { show: false } }))),
      cursor: { y: false, points: { size: 7 } },
      plugins: [tooltip(t => number(t) + " s", number)],
    }, uPlot.join(curves.map(t => [t.seconds, t[measure].map(v => v > 0 ? v : null)])));
  }

  const redraw = () => charts.forEach(c => c.u.redraw(false, true));
  let pending = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => charts.forEach(c => { const s = c.size(); if (s.width > 0 && s.width !== c.u.width) c.u.setSize(s); }));
  }).observe(document.getElementById("main"));

  function theme(choice) {
    if (choice === "auto") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", choice);
    document.querySelectorAll("[data-theme-choice]").forEach(b => b.setAttribute("aria-pressed", String(b.dataset.themeChoice === choice)));
    redraw();
    themed.forEach(f => f());
  }
  document.querySelectorAll("[data-theme-choice]").forEach(b => b.addEventListener("click", () => theme(b.dataset.themeChoice)));
  const fragment = location.hash.match(/theme=(light|dark)/);
  if (fragment) theme(fragment[1]);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { redraw(); themed.forEach(f => f()); });

  // Paper is light whatever the screen is.
  let screenTheme = "auto";
  addEventListener("beforeprint", () => { screenTheme = root.getAttribute("data-theme") || "auto"; theme("light"); });
  addEventListener("afterprint", () => theme(screenTheme));

  // For the script of atoms, which only pages that have some contain.
  window.reportTools = { data, css, color, dashOf, number, axis, tooltip, mount, themed };
})();
