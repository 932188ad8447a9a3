import path from 'node:path';
import { PgairlockError } from '../core/error.js';
import { nearest } from '../core/nearest.js';
import { declaredDependencies, migrationNamed } from '../engine/dependencies.js';
import { inferDependencies } from '../engine/infer-dependencies.js';
import type { Project } from '../engine/rule.js';
import { type DependencyGraph, focusGraph, type GraphEdge } from '../generate/graph/graph.js';
import type { Parser } from '../sql/parser.js';
import type { LintOptions } from './lint-options.js';
import { loadParser } from './load-parser.js';
import { loadSettings } from './load-settings.js';
import { readWanted } from './read-batches.js';
import { toProject } from './to-project.js';

export interface GraphOptions extends Pick<LintOptions, 'cwd' | 'configFile' | 'config' | 'overlay'> {
  /** The migrations folder. Default: that of the config, else the one detected. */
  readonly folder?: string | undefined;
  /** Only these migrations, what they need and what needs them: by id, version or name. */
  readonly ids?: readonly string[] | undefined;
}

/**
 * Which migrations need which: by what they declare, and by the objects that they use of each other.
 * @throws PgairlockError `usage` for an id that no migration has, and as `lint` does.
 */
export async function dependencyGraph(options: GraphOptions = {}): Promise<DependencyGraph> {
  const cwd = path.resolve(options.cwd ?? '.');
  const settings = await loadSettings(options, cwd);
  const paths = options.folder === undefined ? [] : [options.folder];
  const { batches } = await readWanted({ ...options, paths }, settings, cwd);
  const parser = await loadParser(settings.parser);
  const projects = batches.filter(({ complete }) => complete).map((batch) => toProject(batch, settings));
  if (projects.length === 0) throw new PgairlockError('usage', 'These files are not a migrations folder.');
  const graphs = projects.map((project) => graphOf(project, parser));
  const graph = {
    migrations: graphs.flatMap(({ migrations }) => migrations),
    edges: graphs.flatMap(({ edges }) => edges),
  };
  const { ids = [] } = options;
  return ids.length === 0
    ? graph
    : focusGraph(
        graph,
        ids.map((id) => toId(id, projects)),
      );
}

function toId(name: string, projects: readonly Project[]): string {
  for (const { migrations } of projects) {
    const found = migrationNamed(name.replace(/\.sql$/, ''), migrations);
    if (found !== undefined) return found.id;
  }
  const meant = nearest(
    name,
    projects.flatMap(({ migrations }) => migrations.map(({ id }) => id)),
  );
  throw new PgairlockError('usage', `There is no migration "${name}".${meant ? ` Did you mean "${meant}"?` : ''}`);
}

function graphOf(project: Project, parser: Parser): DependencyGraph {
  const { migrations } = project;
  const inferred = inferDependencies(project, parser);
  const edges = migrations.flatMap((migration): readonly GraphEdge[] => {
    const declared = new Set(declaredDependencies(migration, migrations));
    const used = inferred.get(migration) ?? new Map<never, never>();
    return migrations
      .filter((other) => declared.has(other) || used.has(other))
      .map((other) => ({
        from: migration.id,
        to: other.id,
        declared: declared.has(other),
        objects: [...(used.get(other) ?? [])],
      }));
  });
  return { migrations: migrations.map(({ id, path: file }) => ({ id, path: file })), edges };
}
