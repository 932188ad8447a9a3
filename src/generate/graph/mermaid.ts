import { listText } from '../../core/list-text.js';
import type { DependencyGraph } from './graph.js';

/** A flowchart for Markdown: solid arrows are declared, dotted ones inferred. */
export function mermaidGraph({ migrations, edges }: DependencyGraph): string {
  const keys = new Map(migrations.map(({ id }, index) => [id, `m${index + 1}`]));
  const nodes = migrations.map(({ id }) => `  ${keys.get(id)}["${quoted(id)}"]`);
  const arrows = edges.map(({ from, to, declared, objects }) => {
    const label = objects.length === 0 ? '' : `|"${quoted(listText(objects, 2))}"|`;
    return `  ${keys.get(from)} ${declared ? '-->' : '-.->'}${label} ${keys.get(to)}`;
  });
  return ['flowchart BT', ...nodes, ...arrows, ''].join('\n');
}

const quoted = (text: string): string => text.replaceAll('"', '#quot;');
