import { counted } from '../../core/counted.js';
import { listText } from '../../core/list-text.js';
import { type DependencyGraph, reasonText } from './graph.js';

/** A paragraph a migration: what it needs, and why. */
export function textGraph({ migrations, edges }: DependencyGraph): string {
  const lines = migrations.flatMap(({ id }) => [
    id,
    ...edges
      .filter(({ from }) => from === id)
      .map((edge) => `  needs ${edge.to} (${reasonText(edge, listText(edge.objects, 4))})`),
  ]);
  const inferredOnly = edges.filter(({ declared }) => !declared).length;
  const counts = `${counted(migrations.length, 'migration')}, ${counted(edges.length, 'dependency', 'dependencies')}`;
  const undeclared = edges.length === 0 ? '' : `, ${inferredOnly} of them not declared`;
  return [...lines, '', `${counts}${undeclared}.`, ''].join('\n');
}
