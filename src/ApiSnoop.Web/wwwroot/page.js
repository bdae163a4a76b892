// a[data-copy]: its address goes to the clipboard. Without a clipboard it is followed, and the address bar has it.

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
