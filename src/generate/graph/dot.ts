import { listText } from '../../core/list-text.js';
import type { DependencyGraph } from './graph.js';

/** For Graphviz: solid arrows are declared, dashed ones inferred. */
export function dotGraph({ migrations, edges }: DependencyGraph): string {
  const arrows = edges.map(({ from, to, declared, objects }) => {
    const attributes = [
      ...(objects.length === 0 ? [] : [`label=${quote(listText(objects, 2))}`]),
      ...(declared ? [] : ['style=dashed']),
    ];
    return `  ${quote(from)} -> ${quote(to)}${attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`};`;
  });
  return [
    'digraph migrations {',
    '  rankdir=BT;',
    '  node [shape=box];',
    ...migrations.map(({ id }) => `  ${quote(id)};`),
    ...arrows,
    '}',
    '',
  ].join('\n');
}

const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
