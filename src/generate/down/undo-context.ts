import type { Catalog } from '../../catalog/catalog.js';
import type { Relation, Unit } from '../../catalog/model.js';
import type { Chronicle } from './chronicle.js';
import type { SourceTexts } from './source-texts.js';

/** What is known while one operation is undone. The catalog stands just after it. */
export interface UndoContext {
  readonly catalog: Catalog;
  readonly texts: SourceTexts;
  readonly chronicle: Chronicle;
  /** The migration's own unit. */
  readonly unit: Unit;
  /** The down may stop half way and be run again, so that it must bear what is done already. */
  readonly retry: boolean;
  /** The operation was done without a lock that blocks writes. */
  readonly concurrently: boolean;
  /** The migration made the `table`, `sequence`, `function`, `type` or `schema` of this name. */
  isFreshObject(kind: string, name: string): boolean;
  /** Some of the objects, by keys like `relation:public.a`, were made after the object of this key by the same migration. */
  madeLater(than: string, keys: readonly string[]): boolean;
}

/** The migration itself made it, so that it goes as a whole. */
export const isFresh = (relation: Relation | undefined, { unit }: Pick<UndoContext, 'unit'>): boolean =>
  relation !== undefined && relation.unit === unit;

export const ifExists = ({ retry }: Pick<UndoContext, 'retry'>): string => (retry ? ' IF EXISTS' : '');
