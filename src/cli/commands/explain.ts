import { Command } from 'commander';
import { addColorFlags, type ColorFlags } from '../common-flags.js';
import { type Io, usesColor, widthOf } from '../io.js';

interface ExplainFlags extends ColorFlags {
  readonly json?: boolean;
}

export const explainCommand = (io: Io): Command =>
  addColorFlags(
    new Command('explain')
      .summary('say what a rule is about, and what to write instead')
      .description('Explains one rule: when it speaks, who waits for what, and what to write instead.')
      .argument('<rule>', 'the id of the rule, as a finding names it')
      .option('--json', 'as JSON'),
  ).action(async (name: string, { json, color }: ExplainFlags) => {
    const { explainRule } = await import('../../app/rule-info.js');
    const rule = explainRule(name);
    if (json) {
      io.stdout.write(`${JSON.stringify(rule, null, 2)}\n`);
      return;
    }
    const { renderRule } = await import('../render-rule.js');
    io.stdout.write(renderRule(rule, { color: usesColor(io, color), width: widthOf(io) }));
  });
