// Motion and hover for the charts that the server draws. Everything works without this file: slices are links.
//
// The page marks:
//   svg.chart                           a chart as ChartSvg writes it: slices in nested groups, each group's own first
//   [data-details="id"]                 around a chart: the element that is filled with what is pointed at
//   [data-region="name"]                what is replaced when a link of the chart, or any a[data-zoom], is followed
//
// The server is the one source of truth: a zoom is the linked page, fetched, with the arcs moved to where that page
// draws them while it loads.

const duration = 500;
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const number = value => Math.round(value * 100) / 100;
const between = (from, to, t) => from + (to - from) * t;
const clamp = value => Math.min(1, Math.max(0, value));
const ease = t => (t < 0.5 ? 4 * t ** 3 : 1 - (-2 * t + 2) ** 3 / 2);

// ---- Shapes: the same two questions as in the C# geometry. ----

const ring = (radius, sweep) =>
  `M0 ${-radius}A${radius} ${radius} 0 1 ${sweep} 0 ${radius}A${radius} ${radius} 0 1 ${sweep} 0 ${-radius}Z`;

function arc(start, share, inner, outer) {
  const [r, R] = [number(Math.max(0, inner)), number(Math.max(0, outer))];
  if (share > 0.9999) return ring(R, 1) + ring(r, 0);
  const [from, to] = [start * 2 * Math.PI, (start + share) * 2 * Math.PI];
  const at = (radius, angle) => `${number(radius * Math.sin(angle))} ${number(-radius * Math.cos(angle))}`;
  const large = share > 0.5 ? 1 : 0;
  return `M${at(R, from)}A${R} ${R} 0 ${large} 1 ${at(R, to)}L${at(r, to)}A${r} ${r} 0 ${large} 0 ${at(r, from)}Z`;
}

const tall = 800;

function bar(start, share, inner, outer) {
  const [y, end] = [number(start * tall), number((start + share) * tall)];
  return `M${number(inner)} ${y}H${number(outer)}V${end}H${number(inner)}Z`;
}

const shapes = {
  sunburst: {
    outline: arc,
    transform: start => `rotate(${number(start * 360)})`,
    hub: edge => ring(number(edge - 4), 1),
    keys: { ArrowRight: 'next', ArrowLeft: 'previous', ArrowUp: 'inner', ArrowDown: 'outer' },
  },
  icicle: {
    outline: bar,
    transform: start => `translate(0 ${number(start * tall)})`,
    hub: edge => bar(0, 1, 0, edge - 4),
    keys: { ArrowDown: 'next', ArrowUp: 'previous', ArrowLeft: 'inner', ArrowRight: 'outer' },
  },
};

// ---- A chart: its slices as a tree, read from the nesting of the groups. ----

class Chart {
  constructor(svg) {
    this.svg = svg;
    this.shape = shapes[svg.dataset.chart];
    this.edges = svg.dataset.edges.split(';').map(height => height.split(' ').map(Number));
    this.self = new URL(svg.dataset.self, document.baseURI).href;
    this.bleed = Number(svg.dataset.bleed ?? 0);
    this.slices = svg.querySelector('.slices');
    this.hub = svg.querySelector('.hub');
    this.nodes = [];
    this.byLink = new Map();
    this.root = { depth: 0, children: [] };
    for (const element of this.slices.children) this.read(element, this.root);
    this.measure(this.root);
    this.place(this.root, 0);
  }

  read(element, parent) {
    const isGroup = element.localName === 'g';
    const link = isGroup ? element.firstElementChild : element;
    const node = { link, path: link.firstElementChild, parent, depth: parent.depth + 1, children: [] };
    parent.children.push(node);
    this.nodes.push(node);
    this.byLink.set(link, node);
    if (isGroup) for (let i = 1; i < element.children.length; i++) this.read(element.children[i], node);
  }

  measure(node) {
    node.children.forEach(child => this.measure(child));
    const sum = (total, child) => total + child.weight;
    node.weight = node.children.length ? node.children.reduce(sum, 0) : Number(node.link?.dataset.n ?? 1);
    node.height = node.children.reduce((height, child) => Math.max(height, child.height + 1), 0);
  }

  place(node, before) {
    node.start = before / this.root.weight;
    node.share = node.weight / this.root.weight;
    for (const child of node.children) {
      this.place(child, before);
      before += child.weight;
    }
  }

  // The edges of the rings while a slice fills the chart; a chart of one endpoint has only one set of them.
  edgesOf(zoomed) {
    return this.edges[Math.min(zoomed.height, this.edges.length - 1)];
  }

  // Where a slice is drawn while another one fills the chart.
  spot(node, zoomed) {
    const edges = this.edgesOf(zoomed);
    const start = clamp((node.start - zoomed.start) / zoomed.share);
    const end = clamp((node.start + node.share - zoomed.start) / zoomed.share);
    const level = node.depth - zoomed.depth;
    const leaf = node.children.length === 0;
    const inner = edges[Math.min(Math.max(0, level - 1), edges.length - 1)];
    const outer = leaf ? edges.at(-1) : edges[Math.min(Math.max(0, level), edges.length - 1)];
    return { start, share: end - start, inner: level < 1 && !leaf ? edges[0] - 8 : inner, outer };
  }

  find(href) {
    return this.nodes.find(node => absolute(node.link) === href);
  }

  // Moves every slice from the view of one node to that of another; calls back for each frame that was drawn.
  animate(from, to, alive) {
    const moves = this.nodes.map(node => ({ node, a: this.spot(node, from), b: this.spot(node, to) }));
    const hub = this.hub.querySelector('path');
    const [fromEdge, toEdge] = [this.edgesOf(from)[0], this.edgesOf(to)[0]];
    this.svg.classList.add('moving');
    this.clear();
    return new Promise(resolve => {
      const began = performance.now();
      const frame = now => {
        if (!alive()) return resolve();
        const t = clamp((now - began) / duration);
        this.draw(moves, ease(t));
        hub.setAttribute('d', this.shape.hub(between(fromEdge, toEdge, ease(t))));
        if (t < 1) requestAnimationFrame(frame);
        else resolve();
      };
      frame(began);
    });
  }

  draw(moves, t) {
    const outlines = new Map();
    for (const { node, a, b } of moves) {
      const share = between(a.share, b.share, t);
      const hidden = share < 0.00002;
      if (hidden && node.hidden) continue;
      node.hidden = hidden;
      if (hidden) {
        node.path.setAttribute('d', '');
        continue;
      }
      const [inner, outer] = [between(a.inner, b.inner, t), between(a.outer, b.outer, t)];
      const bleeds = node.children.length === 0 && node.start + node.share < 0.99999;
      const drawn = Math.min(1, bleeds ? share + this.bleed : share);
      // Endpoints are all of a size: one outline serves thousands of them.
      const key = `${Math.round(drawn * 1e7)} ${inner} ${outer}`;
      if (!outlines.has(key)) outlines.set(key, this.shape.outline(0, drawn, inner, outer));
      node.path.setAttribute('d', outlines.get(key));
      node.path.setAttribute('transform', this.shape.transform(between(a.start, b.start, t)));
    }
  }

  // One veil with holes dims everything but a slice, its ancestors and what is inside it: no slice is touched.
  highlight(node) {
    const edges = this.edgesOf(this.root);
    const hole = (slice, outer) =>
      this.shape.outline(slice.start, slice.share, this.spot(slice, this.root).inner, outer);
    let holes = hole(node, edges.at(-1));
    for (let above = node.parent; above !== this.root; above = above.parent)
      holes += hole(above, this.spot(above, this.root).outer);
    this.overlay('veil').setAttribute('d', this.shape.outline(0, 1, edges[0] - 1, edges.at(-1) + 3) + holes);
    this.overlay('ring').setAttribute('d', hole(node, this.spot(node, this.root).outer));
    this.svg.classList.add('pointed');
  }

  clear() {
    this.svg.classList.remove('pointed');
  }

  overlay(name) {
    const found = this.svg.querySelector(`:scope > .${name}`);
    if (found) return found;
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('class', name);
    path.setAttribute('fill-rule', 'evenodd');
    this.slices.after(path);
    return path;
  }

  // What the server says about a slice. The words leave the title so that no tooltip covers the chart.
  words(node) {
    if (!node.words) {
      const title = node.link.querySelector('title');
      node.words = title.textContent.split('\n');
      node.link.setAttribute('aria-label', node.words.join(', '));
      title.remove();
    }
    return node.words;
  }

  step(node, way) {
    const row = this.nodes.filter(other => other.depth === node.depth);
    const at = row.indexOf(node);
    switch (way) {
      case 'next': return row[(at + 1) % row.length];
      case 'previous': return row[(at + row.length - 1) % row.length];
      case 'inner': return node.parent === this.root ? null : node.parent;
      case 'outer': return node.children[0] ?? null;
      default: return null;
    }
  }
}

// ---- Pointing at slices ----

const charts = new Map();

const chartOf = element => charts.get(element.closest?.('svg.chart'));
const nodeOf = element => chartOf(element)?.byLink.get(element.closest('a'));
const panelOf = chart => {
  const id = chart.svg.closest('[data-details]')?.dataset.details;
  return id ? document.getElementById(id) : null;
};

// Beside the point, on the side that has room.
function place(panel, x, y) {
  const { width, height } = panel.getBoundingClientRect();
  const beside = (at, size, all) => Math.max(4, at + 16 + size > all ? at - 16 - size : at + 16);
  panel.style.left = `${beside(x, width, document.documentElement.clientWidth)}px`;
  panel.style.top = `${Math.min(beside(y, height, innerHeight), Math.max(4, innerHeight - height - 4))}px`;
}

function placeAt(chart, node) {
  const panel = panelOf(chart);
  const box = node.path.getBoundingClientRect();
  if (panel) place(panel, box.left + box.width / 2, box.top + box.height / 2);
}

function point(chart, node) {
  if (!node) return leave(chart);
  if (chart.pointed === node || chart.svg.classList.contains('moving')) return;
  chart.pointed = node;
  chart.highlight(node);
  const panel = panelOf(chart);
  if (!panel) return;
  const above = node.children.length === 0 && node.parent !== chart.root ? chart.words(node.parent)[0] : '';
  const lines = [above, ...chart.words(node)].filter(line => line);
  panel.replaceChildren(...lines.map((line, index) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    paragraph.className = index === (above ? 1 : 0) ? 'details-name' : 'details-line';
    return paragraph;
  }));
  panel.hidden = false;
}

function leave(chart) {
  if (!chart.pointed) return;
  chart.pointed = null;
  chart.tapped = null;
  chart.clear();
  const panel = panelOf(chart);
  if (panel) panel.hidden = true;
}

function rove(chart, node) {
  chart.tabStop?.link.setAttribute('tabindex', '-1');
  chart.tabStop = node;
  node?.link.setAttribute('tabindex', '0');
}

document.addEventListener('pointerover', event => {
  const chart = chartOf(event.target);
  for (const other of charts.values()) if (other !== chart) leave(other);
  if (chart) point(chart, nodeOf(event.target));
});

document.addEventListener('pointermove', event => {
  const chart = chartOf(event.target);
  const panel = chart?.pointed && panelOf(chart);
  if (panel) place(panel, event.clientX, event.clientY);
});

// What is pointed at moves away under a pointer that stands still.
addEventListener('scroll', () => {
  for (const chart of charts.values()) if (!chart.tapped) leave(chart);
}, { passive: true });

document.addEventListener('pointerdown', event => {
  touched = event.pointerType === 'touch';
  const chart = chartOf(event.target);
  for (const other of charts.values()) if (other !== chart) leave(other);
});

document.addEventListener('focusin', event => {
  const chart = chartOf(event.target);
  const node = chart && nodeOf(event.target);
  if (!node) return;
  rove(chart, node);
  point(chart, node);
  if (!touched) placeAt(chart, node);
});

document.addEventListener('focusout', event => {
  const chart = chartOf(event.target);
  if (chart && nodeOf(event.target)) leave(chart);
});

document.addEventListener('keydown', event => {
  const chart = chartOf(event.target);
  if (!chart || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === 'Escape' && chart.hub.hasAttribute('href')) {
    event.preventDefault();
    follow(absolute(chart.hub), true);
    return;
  }
  const way = chart.shape.keys[event.key];
  const node = nodeOf(event.target);
  if (!way) return;
  event.preventDefault();
  const next = node ? chart.step(node, way) : chart.nodes[0];
  if (next) next.link.focus();
  else if (way === 'inner' && chart.hub.hasAttribute('href')) chart.hub.focus();
});

// ---- Zooming: the linked page, with the arcs moving there ----

const absolute = link => new URL(link.getAttribute('href'), document.baseURI).href;
let shown = location.href;
let latest = 0;
let touched = false;

// A finger covers what it points at: the first tap on a slice shows it, the second one zooms.
function isFirstTap(event, link) {
  const chart = chartOf(link);
  const node = chart && nodeOf(link);
  if (!node || !touched || event.detail === 0 || chart.tapped === node) return false;
  point(chart, node);
  chart.tapped = node;
  const panel = panelOf(chart);
  if (panel) place(panel, event.clientX, event.clientY);
  return true;
}

document.addEventListener('click', event => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.('svg.chart a[href], a[data-zoom][href]');
  if (!link || !charts.size) return;
  event.preventDefault();
  if (isFirstTap(event, link)) return;
  // A key press has no place on the screen; only then must the focus be carried along.
  follow(absolute(link), event.detail === 0);
});

addEventListener('popstate', () => {
  if (location.href.split('#')[0] !== shown.split('#')[0]) zoom(location.href, false);
});

function follow(href, byKeyboard) {
  if (href === shown) return;
  // Among published files links are relative to their page, so the page has to be left.
  if ('published' in document.documentElement.dataset) return location.assign(href);
  history.pushState(null, '', href);
  zoom(href, byKeyboard);
}

async function zoom(href, byKeyboard) {
  const turn = ++latest;
  const alive = () => turn === latest;
  const from = [...charts.values()].map(chart => chart.self);
  shown = href;
  for (const chart of charts.values()) leave(chart);
  try {
    const page = load(href);
    page.catch(() => {});
    await move(chart => chart.root, chart => chart.find(href), alive);
    const next = await page;
    if (!alive()) return;
    // What moved inwards is already where the new page draws it; what comes from further in starts there.
    const outwards = ![...charts.values()].some(chart => chart.find(href));
    swap(next);
    if (outwards) {
      await move((chart, index) => chart.find(from[index]), chart => chart.root, alive);
      for (const chart of charts.values()) chart.svg.classList.remove('moving');
    }
    settle(from, byKeyboard);
  } catch {
    if (alive()) location.replace(href);
  }
}

async function load(href) {
  const response = await fetch(href, { headers: { Accept: 'text/html' } });
  const isPage = response.headers.get('content-type')?.startsWith('text/html');
  if (!response.ok || !isPage) throw new Error(`${response.status} for ${href}`);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

function move(from, to, alive) {
  if (calm.matches) return Promise.resolve();
  return Promise.all([...charts.values()].map((chart, index) => {
    const [start, end] = [from(chart, index), to(chart, index)];
    return start && end && start !== end ? chart.animate(start, end, alive) : null;
  }));
}

function swap(page) {
  const regions = document.querySelectorAll('[data-region]');
  const fresh = name => page.querySelector(`[data-region="${CSS.escape(name)}"]`);
  if (![...regions].some(region => fresh(region.dataset.region))) throw new Error('another kind of page');
  for (const region of regions) {
    const content = fresh(region.dataset.region);
    if (region.isConnected) region.replaceChildren(...(content ? content.childNodes : []));
  }
  document.title = page.title;
  attach();
  document.dispatchEvent(new Event('regions-changed'));
}

function settle(from, byKeyboard) {
  for (const [index, chart] of [...charts.values()].entries()) {
    const came = chart.find(from[index]);
    if (came) rove(chart, came);
    if (byKeyboard && document.activeElement === document.body) (came ?? chart.nodes[0])?.link.focus();
    announce(chart.svg.getAttribute('aria-label'));
  }
}

function announce(text) {
  let status = document.querySelector('.chart-status');
  if (!status) {
    status = document.createElement('p');
    status.className = 'chart-status visually-hidden';
    status.setAttribute('role', 'status');
    document.body.append(status);
  }
  status.textContent = text;
}

function attach() {
  charts.clear();
  for (const svg of document.querySelectorAll('svg.chart[data-chart]')) {
    if (!svg.querySelector('.slices a')) continue;
    const chart = new Chart(svg);
    charts.set(svg, chart);
    rove(chart, chart.nodes[0]);
  }
}

document.addEventListener('regions-fresh', attach);

attach();
