/**
 * Searching and choosing severities. Without it the page shows everything. Entries that match open where a search or a
 * severity narrowed them down.
 */
export const script = `
'use strict';
const form = document.querySelector('form');
const search = form.querySelector('input[type=search]');
const shown = document.querySelector('#shown');
const entries = [...document.querySelectorAll('[data-entry]')].map((element) => ({
  element,
  text: element.textContent.toLowerCase(),
  parts: [...element.querySelectorAll('[data-part]')].map((part) => ({
    part, text: part.textContent.toLowerCase(), severities: (part.dataset.part || '').split(' '),
  })),
}));
function apply() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const severities = [...form.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.value);
  const matches = (text) => words.every((word) => text.includes(word));
  let count = 0;
  for (const { element, text, parts } of entries) {
    const named = matches((element.dataset.entry || '').toLowerCase());
    let any = false;
    for (const one of parts) {
      const fits = (named || matches(one.text)) &&
        (severities.length === 0 || severities.some((level) => one.severities.includes(level)));
      one.part.hidden = !fits;
      any = any || fits;
    }
    const visible = any || (parts.length === 0 && severities.length === 0 && matches(text)) ||
      (named && severities.length === 0);
    element.hidden = !visible;
    const details = element.querySelector('details');
    if (details && (words.length > 0 || severities.length > 0)) details.open = any;
    if (visible) count += 1;
  }
  shown.textContent = count + ' of ' + entries.length + ' shown';
}
form.addEventListener('input', apply);
form.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('#open').addEventListener('click', () => {
  const all = [...document.querySelectorAll('li:not([hidden]) > details')];
  const open = all.some((details) => !details.open);
  for (const details of all) details.open = open;
});
apply();
`;
