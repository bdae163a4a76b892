// Tells what a filter would keep while it is typed, keeps empty fields out of the URL, copies the page's link,
// and lets "/" go to the search box. The page works without any of it.

const number = new Intl.NumberFormat('en');

function formQuery(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value.trim());
  return query;
}

function show(form, count) {
  const keeps = form.querySelector('[data-keeps]');
  keeps.textContent = count.errors.length
    ? count.errors.join(' ')
    : `would keep ${number.format(count.requests)} of ${number.format(count.ofRequests)} requests to ${number.format(count.endpoints)} endpoints, by ${number.format(count.userAgents)} user agents`;
  keeps.classList.toggle('is-bad', count.errors.length > 0);
  for (const output of form.querySelectorAll('[data-field]')) {
    const field = count.fields.find((f) => f.field === output.dataset.field);
    output.textContent = field ? `${number.format(field.keeps)} of ${number.format(field.values)}` : '';
    output.title = field ? field.samples.join('\n') : '';
  }
}

function preview(form) {
  let timer;
  let running;
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const url = new URL(form.dataset.preview, location.href);
    for (const [name, value] of formQuery(form)) if (name !== 'app') url.searchParams.append(name, value);
    try {
      const answer = await fetch(url, { signal: running.signal, headers: { Accept: 'application/json' } });
      if (answer.ok) show(form, await answer.json());
    } catch (error) {
      if (error.name !== 'AbortError') form.querySelector('[data-keeps]').textContent = '';
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 180);
  });
}

function tidy(form) {
  form.addEventListener('submit', () => {
    const empty = [...form.elements].filter((field) => field.name && !field.value.trim());
    for (const field of empty) field.disabled = true;
    // The browser's back button must find the fields usable.
    setTimeout(() => { for (const field of empty) field.disabled = false; }, 0);
  });
}

function copyLink(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(location.href);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = words; }, 1500);
  });
}

const attached = new WeakSet();

function attach() {
  const each = (selector, handle) => {
    for (const element of document.querySelectorAll(selector)) if (!attached.has(element)) handle(element);
  };
  each('form[data-preview]', preview);
  each('form[method=get]', tidy);
  each('[data-copy-link]', copyLink);
  for (const element of document.querySelectorAll('form, [data-copy-link]')) attached.add(element);
}

attach();
// A zoom brings new forms, whose hidden fields know the zoom.
document.addEventListener('regions-changed', attach);

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  const search = document.querySelector('main input[type=search]') ?? document.querySelector('input[type=search]');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
