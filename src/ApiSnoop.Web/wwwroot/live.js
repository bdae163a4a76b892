// [data-live="address"]: a page that grows. The address is a stream of lines; at each the page is fetched again, and what is
// different of it takes the place of what was there: [data-region] by its name, all of the content if there are other regions.

const bar = () => document.querySelector('[data-live]');
let paused = false;
let waiting = false;
let busy = false;

function names(page) {
  return [...page.querySelectorAll('[data-region]')].map(region => region.dataset.region).join('\n');
}

// Who types into a form does not want to lose what was typed.
const isInUse = element => element.contains(document.activeElement) && document.activeElement.matches('input, select, textarea');

function show(page) {
  const [old, fresh] = [document.querySelector('#content'), page.querySelector('#content')];
  if (!old || !fresh) return;
  if (names(old) !== names(fresh)) {
    if (!isInUse(old)) old.replaceChildren(...fresh.childNodes);
  } else {
    for (const region of old.querySelectorAll('[data-region]')) {
      const content = fresh.querySelector(`[data-region="${CSS.escape(region.dataset.region)}"]`);
      if (region.isConnected && !isInUse(region) && !region.isEqualNode(content)) region.replaceChildren(...content.childNodes);
    }
  }
  document.title = page.title;
  document.dispatchEvent(new Event('regions-fresh'));
  document.dispatchEvent(new Event('regions-changed'));
  ready();
}

async function look() {
  if (paused || document.hidden) { waiting = true; return; }
  if (busy) { waiting = true; return; }
  busy = true;
  waiting = false;
  try {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (response.ok || response.status === 404) show(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } finally {
    busy = false;
  }
  if (waiting) await look();
}

async function follow() {
  while (bar()) {
    try {
      const response = await fetch(bar().dataset.live);
      if (!response.ok) return;
      const lines = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await lines.read(); !part.done && bar(); part = await lines.read())
        if (part.value.includes('changed')) await look();
      lines.cancel().catch(() => {});
    } catch {
      // The server was stopped; it may come back.
    }
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
}

function ready() {
  const button = bar()?.querySelector('[data-live-pause]');
  if (!button) return;
  for (const words of bar().querySelectorAll('[data-live-by-hand]')) words.hidden = true;
  button.hidden = false;
  button.textContent = paused ? 'Go on' : 'Pause';
  button.setAttribute('aria-pressed', String(paused));
}

document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-live-pause]')) return;
  paused = !paused;
  ready();
  if (!paused && waiting) look();
});

document.addEventListener('visibilitychange', () => { if (!document.hidden && waiting) look(); });

if (bar()) {
  ready();
  follow();
}
