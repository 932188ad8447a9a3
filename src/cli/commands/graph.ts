import { Command, Option } from 'commander';
import { type GraphFormat, graphFormatNames, graphFormats } from '../../generate/graph/index.js';
import { addFolderFlags, type FolderFlags } from '../common-flags.js';
import type { Io } from '../io.js';

interface GraphFlags extends FolderFlags {
  readonly format: GraphFormat;
}

const examples = `
Examples:
  pgairlock graph                          every migration and what it needs
  pgairlock graph 0007_loans               one, all that it needs and all that need it
  pgairlock graph --format mermaid         for a Markdown page`;

export const graphCommand = (io: Io): Command =>
  addFolderFlags(
    new Command('graph')
      .summary('show which migrations need which')
      .description(
        'Shows what migrations depend on: by what they declare, and by the objects that they use of each other.',
      )
      .argument('[ids...]', 'ids, versions or names of migrations (default: all)')
      .addOption(new Option('-f, --format <format>', 'how to show it').choices(graphFormatNames).default('text')),
  )
    .addHelpText('after', examples)
    .action(async (ids: readonly string[], { format, folder, config }: GraphFlags) => {
      const { dependencyGraph } = await import('../../app/dependency-graph.js');
      io.stdout.write(graphFormats[format](await dependencyGraph({ cwd: io.cwd, ids, folder, configFile: config })));
    });
