// Draws what the command line prints as an SVG: `npx tsx scripts/terminal-picture.ts out.svg title < coloured-output`.
import { readFileSync, writeFileSync } from 'node:fs';

interface Style {
  readonly color?: string | undefined;
  readonly bold?: boolean | undefined;
  readonly dim?: boolean | undefined;
}

const colors: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  90: '#8b949e',
};
const cell = { width: 8.4, height: 19 };
const margin = 16;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function applyCode(style: Style, code: number): Style {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: undefined };
  return code in colors ? { ...style, color: colors[code] } : style;
}

function attributes(style: Style): string {
  return [
    style.color ? ` fill="${style.color}"` : style.dim ? ' fill="#8b949e"' : '',
    style.bold ? ' font-weight="bold"' : '',
  ].join('');
}

/** The line as text spans; the style goes on into the next line, as in a terminal. */
function drawLine(line: string, before: Style): { readonly svg: string; readonly style: Style } {
  let style = before;
  let svg = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what starts a colour code
  for (const part of line.split(/(\x1b\[[0-9;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    const codes = /^\x1b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes !== undefined)
      style = codes.split(';').reduce((current, code) => applyCode(current, Number(code)), style);
    else if (part !== '') svg += `<tspan${attributes(style)}>${escapeXml(part)}</tspan>`;
  }
  return { svg, style };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const plain = (line: string): string => line.replaceAll(/\x1b\[[0-9;]*m/g, '');

const [target = 'docs/output.svg', title = 'pgairlock lint'] = process.argv.slice(2);
const lines = readFileSync(0, 'utf8').trimEnd().split('\n');
const width = Math.ceil(Math.max(...lines.map((line) => plain(line).length)) * cell.width) + 2 * margin;
const height = lines.length * cell.height + 2 * margin;

let style: Style = {};
const body = lines.map((line, index) => {
  const drawn = drawLine(line, style);
  style = drawn.style;
  return `<text x="${margin}" y="${margin + (index + 0.75) * cell.height}" xml:space="preserve">${drawn.svg}</text>`;
});

writeFileSync(
  target,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">\n<title>${escapeXml(title)}</title>\n<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n${body.join('\n')}\n</svg>\n`,
);
