"use strict";
(() => {
  const { data, css, color, dashOf, number, axis, tooltip, mount, themed } = reportTools;
  const runs = data.integrators.filter(s => s.atoms);
  const value = (list, name) => (list.find(s => s.name === name) || { values: [] }).values;
  const ps = times => times.map(t => t / 1000);
  const plots = [];

  // What each plot shows: abscissas and ordinates of a run, and its axes.
  const measures = {
    energy: { x: a => ps(a.energy_time), y: a => a.energy, xLabel: "time (ps)", yLabel: "meV per atom", height: w => w < 500 ? 240 : 300 },
    temperature: { x: a => ps(a.temperature_time), y: (a, n) => value(a.temperature, n), xLabel: "time (ps)", yLabel: "T (K)" },
    distribution: { x: a => a.radii, y: (a, n) => value(a.distribution, n), xLabel: "r (Å)", yLabel: "g(r)", floor: 0 },
    coordination: { x: (a, n) => value(a.coordination, n).map((v, i) => i), y: (a, n) => value(a.coordination, n).map(v => 100 * v), xLabel: "neighbors", yLabel: "atoms (%)", floor: 0, dots: true },
    angles: { x: (a, n) => value(a.angles, n).map((v, i) => 2 * i), y: (a, n) => value(a.angles, n).map(v => 100 * v), xLabel: "angle (°)", yLabel: "% per degree", floor: 0 },
    displacement: { x: a => ps(a.displacement_lags), y: (a, n) => value(a.displacement, n), xLabel: "lag (ps)", yLabel: "Å²", floor: 0 },
    correlation: { x: a => ps(a.correlation_lags), y: (a, n) => value(a.correlation, n), xLabel: "lag (ps)", yLabel: "C(t)" },
    spectrum: { x: a => a.frequencies, y: (a, n) => value(a.spectrum, n), xLabel: "frequency (THz)", yLabel: "states per THz", floor: 0 },
  };
  const range = floor => (u, min, max) => {
    if (min === null) return [0, 1];
    if (floor !== undefined) return [Math.min(floor, min), Math.max(max * 1.06, 1e-9)];
    const pad = 0.08 * (max - min) || Math.max(1e-3, 1e-3 * Math.abs(max));
    return [min - pad, max + pad];
  };
  const short = v => { const a = Math.abs(v); return a === 0 ? "0" : a >= 1e-3 && a < 1e5 ? String(+v.toPrecision(6)) : number(v); };

  for (const host of document.querySelectorAll("[data-atoms]")) {
    const measure = measures[host.dataset.atoms], name = host.dataset.name;
    if (!measure) continue;
    const shown = runs.filter(s => measure.y(s.atoms, name).length > 0);
    if (!shown.length) continue;
    const u = mount(host, measure.height || 230, {
      scales: { x: { time: false }, y: { range: range(measure.floor) } },
      axes: [axis(measure.xLabel), axis(measure.yLabel, { size: 48, labelSize: 20, values: (u, t) => t.map(short) })],
      series: [{}].concat(shown.map(s => ({
        label: s.name, stroke: () => color(s.key), width: s.key === "action" ? 2.2 : 1.6, dash: measure.dots ? undefined : dashOf(s.key), spanGaps: true,
        points: { show: !!measure.dots, size: 7, fill: () => color(s.key) },
      }))),
      cursor: { y: false, points: { size: 7 } },
      plugins: [tooltip(x => measure.xLabel.replace(/ .*/, "") + " = " + number(x), number)],
    }, uPlot.join(shown.map(s => [measure.x(s.atoms, name), measure.y(s.atoms, name)])));
    plots.push({ u, keys: shown.map(s => s.key) });
  }

  // Mean temperatures: a marker and an error bar for each run at each kind.
  const meansHost = document.querySelector("[data-atoms=means]");
  const measured = runs.filter(s => s.temperatures && s.temperatures.length);
  if (meansHost && measured.length) {
    const kinds = [...new Set(measured.flatMap(s => s.temperatures.map(t => t.kind)))];
    const of = (s, kind) => s.temperatures.find(t => t.kind === kind);
    const draw = u => {
      const { ctx } = u, r = uPlot.pxRatio;
      ctx.save();
      measured.forEach((s, i) => {
        if (!u.series[i + 1].show) return;
        ctx.strokeStyle = ctx.fillStyle = color(s.key);
        ctx.lineWidth = 1.8 * r;
        kinds.forEach((kind, k) => {
          const t = of(s, kind);
          if (!t || t.mean === null) return;
          const x = u.valToPos(k + 0.6 * ((i + 0.5) / measured.length - 0.5), "x", true), y = v => u.valToPos(v, "y", true);
          if (t.standard_error) {
            const a = y(t.mean - t.standard_error), b = y(t.mean + t.standard_error), cap = 5 * r;
            ctx.beginPath();
            ctx.moveTo(x, a); ctx.lineTo(x, b); ctx.moveTo(x - cap, a); ctx.lineTo(x + cap, a); ctx.moveTo(x - cap, b); ctx.lineTo(x + cap, b);
            ctx.stroke();
          }
          ctx.beginPath(); ctx.arc(x, y(t.mean), 4 * r, 0, 2 * Math.PI); ctx.fill();
        });
      });
      ctx.restore();
    };
    const ends = measured.flatMap(s => s.temperatures.filter(t => t.mean !== null).flatMap(t => [t.mean - (t.standard_error || 0), t.mean + (t.standard_error || 0)]));
    const low = Math.min(...ends), high = Math.max(...ends), pad = 0.15 * (high - low) || 1;
    const u = mount(meansHost, 230, {
      scales: { x: { time: false, range: [-0.5, kinds.length - 0.5] }, y: { range: [low - pad, high + pad] } },
      axes: [axis("kind", { splits: () => kinds.map((k, i) => i), values: () => kinds, grid: { show: false } }), axis("T (K)", { size: 48, labelSize: 20, values: (u, t) => t.map(short) })],
      series: [{}].concat(measured.map(s => ({ label: s.name, stroke: () => color(s.key), paths: () => null, points: { show: false } }))),
      cursor: { y: false, points: { show: false } },
      plugins: [tooltip(k => kinds[k], number), { hooks: { draw } }],
    }, [kinds.map((k, i) => i)].concat(measured.map(s => kinds.map(k => (of(s, k) || { mean: null }).mean))));
    plots.push({ u, keys: measured.map(s => s.key) });
  }

  for (const button of document.querySelectorAll("[data-run]")) {
    button.addEventListener("click", () => {
      const show = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(show));
      for (const plot of plots) {
        const index = plot.keys.indexOf(button.dataset.run);
        if (index >= 0) plot.u.setSeries(index + 1, { show });
      }
    });
  }

  // The viewer holds one frame at a time: bonds change from frame to frame.
  const stage = document.getElementById("viewer-stage");
  if (!stage) return;
  const filmed = runs.filter(s => s.atoms.frames && s.atoms.frames.positions.length);
  const select = document.getElementById("viewer-run"), slider = document.getElementById("viewer-frame");
  const play = document.getElementById("viewer-play"), time = document.getElementById("viewer-time");
  const spare = [0x4477aa, 0xee6677, 0x228833, 0xccbb44, 0x66ccee, 0xaa3377];
  const mostBonded = 2000; // atoms; beyond, bonds take longer than a frame
  let viewer, frames, playing = 0;

  const tint = k => $3Dmol.elementColors.Jmol[frames.kinds[k]] ?? spare[k % spare.length];
  const hex = c => "#" + c.toString(16).padStart(6, "0");

  function bonds(atoms) {
    const size = frames.kinds.length, most = Math.max(...frames.bonds), order = atoms.map((a, i) => i).sort((i, j) => atoms[i].x - atoms[j].x);
    order.forEach((i, at) => {
      for (let next = at + 1; next < order.length; next++) {
        const j = order[next], dx = atoms[j].x - atoms[i].x;
        if (dx > most) break;
        const dy = atoms[j].y - atoms[i].y, dz = atoms[j].z - atoms[i].z, length = frames.bonds[frames.kind_of[i] * size + frames.kind_of[j]];
        if (dx * dx + dy * dy + dz * dz < length * length) {
          atoms[i].bonds.push(j); atoms[i].bondOrder.push(1);
          atoms[j].bonds.push(i); atoms[j].bondOrder.push(1);
        }
      }
    });
  }

  function show(index) {
    const p = frames.positions[index], atoms = frames.kind_of.map((k, i) => ({
      elem: frames.kinds[k], x: p[3 * i] / 100, y: p[3 * i + 1] / 100, z: p[3 * i + 2] / 100, color: tint(k), serial: i, index: i, bonds: [], bondOrder: [],
    }));
    const bonded = atoms.length <= mostBonded;
    if (bonded) bonds(atoms);
    viewer.removeAllModels();
    const model = viewer.addModel();
    model.addAtoms(atoms);
    model.setStyle({}, bonded ? { sphere: { scale: 0.34 }, stick: { radius: 0.13 } } : { sphere: { scale: 0.5 } });
    viewer.render();
    slider.value = String(index);
    time.textContent = "t = " + number(frames.times[index] / 1000) + " ps";
  }

  function box() {
    const c = frames.cell, at = (i, j, k) => ({ x: i * c[0] + j * c[3] + k * c[6], y: i * c[1] + j * c[4] + k * c[7], z: i * c[2] + j * c[5] + k * c[8] });
    viewer.removeAllShapes();
    for (const [a, b] of [[0, 1], [0, 2], [0, 4], [1, 3], [1, 5], [2, 3], [2, 6], [4, 5], [4, 6], [3, 7], [5, 7], [6, 7]])
      viewer.addLine({ start: at(a & 1, a >> 1 & 1, a >> 2), end: at(b & 1, b >> 1 & 1, b >> 2), color: css("--soft") });
  }

  function open(key) {
    frames = filmed.find(s => s.key === key).atoms.frames;
    slider.max = String(frames.positions.length - 1);
    const kinds = document.getElementById("viewer-kinds");
    kinds.replaceChildren(...frames.kinds.map((kind, k) => {
      const item = document.createElement("span"), mark = document.createElement("i");
      mark.style.background = hex(tint(k));
      item.append(mark, kind + "  " + frames.kind_of.filter(x => x === k).length);
      return item;
    }));
    box();
    show(0);
    viewer.zoomTo();
    viewer.rotate(12, "x");
    viewer.rotate(-22, "y");
    viewer.zoom(1.4 * Math.min(1, stage.clientWidth / stage.clientHeight)); // the fit is to the height
    viewer.render();
  }

  function start() {
    try {
      viewer = $3Dmol.createViewer(stage, { backgroundColor: css("--card"), antialias: true });
      if (!viewer) throw new Error("no viewer");
      open(filmed[0].key);
    } catch {
      stage.textContent = "This browser does not show three dimensions (WebGL is off).";
      stage.classList.add("off");
      for (const control of [select, slider, play]) if (control) control.disabled = true;
      return;
    }
    slider.addEventListener("input", () => { pause(); show(+slider.value); });
    if (select) select.addEventListener("change", () => { pause(); open(select.value); });
    play.addEventListener("click", () => playing ? pause() : run());
    themed.push(() => { viewer.setBackgroundColor(css("--card")); box(); viewer.render(); });
    new ResizeObserver(() => viewer.resize()).observe(stage);
  }
  const run = () => { play.textContent = "Pause"; play.setAttribute("aria-pressed", "true"); playing = setInterval(() => show((+slider.value + 1) % frames.positions.length), 120); };
  const pause = () => { clearInterval(playing); playing = 0; play.textContent = "Play"; play.setAttribute("aria-pressed", "false"); };

  // The wheel scrolls the page, as everywhere on it; with Ctrl it zooms.
  stage.addEventListener("wheel", e => { if (!e.ctrlKey) e.stopPropagation(); }, { capture: true });
  new IntersectionObserver((entries, observer) => { if (entries.some(e => e.isIntersecting)) { observer.disconnect(); start(); } }, { rootMargin: "300px" }).observe(stage);
})();
