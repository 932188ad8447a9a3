import { InvalidArgumentError } from 'commander';
import { type ForeignTool, foreignTools } from '../runner/foreign/foreign-history.js';

/** `--from` without a tool. */
export type FromFlag = ForeignTool | true;

export function toTool(value: string): ForeignTool {
  const tool = foreignTools.find((one) => one === value);
  if (tool === undefined) throw new InvalidArgumentError(`Expected one of ${foreignTools.join(', ')}.`);
  return tool;
}

/** What `--from` and `--table` ask for. */
export function toSource(from: FromFlag | undefined, table: string | undefined) {
  if (from === undefined && table === undefined) return undefined;
  return { tool: from === true ? undefined : from, table };
}
