// Small comforts of every page. Nothing here is needed: without it the links are links and the box is a box.
//
//   a[data-copy]      its address goes to the clipboard; without a clipboard it is followed, and the address bar has it
//   input[data-search]  focused by the key /

document.addEventListener('click', async event => {
  const link = event.target.closest?.('a[data-copy]');
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const words = link.textContent;
  try {
    await navigator.clipboard.writeText(link.href);
    link.textContent = 'Copied';
    setTimeout(() => { link.textContent = words; }, 1500);
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.('input, textarea, select, [contenteditable]')) return;
  // A page's own search box is nearer to what the reader is doing than the one in the header.
  const box = document.querySelector('main input[data-search]') ?? document.querySelector('input[data-search]');
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
