import { Command } from 'commander';
import { addColorFlags, type ColorFlags } from '../common-flags.js';
import { type Io, usesColor, widthOf } from '../io.js';

interface RulesFlags extends ColorFlags {
  readonly json?: boolean;
}

export const rulesCommand = (io: Io): Command =>
  addColorFlags(
    new Command('rules')
      .summary('list the rules')
      .description('Lists every rule with the presets that turn it on.')
      .option('--json', 'as JSON, with everything that is known of each rule'),
  ).action(async ({ json, color }: RulesFlags) => {
    const { listRules } = await import('../../app/rule-info.js');
    const rules = listRules();
    if (json) {
      io.stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
      return;
    }
    const { renderRules } = await import('../render-rules.js');
    io.stdout.write(renderRules(rules, { color: usesColor(io, color), width: widthOf(io) }));
  });
