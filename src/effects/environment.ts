import type { Catalog } from '../catalog/catalog.js';
import type { TargetServer } from '../core/server.js';
import type { Statement } from '../sql/script.js';
import type { Effects } from './effects.js';
import type { Session } from './session.js';

/** Everything that the effects of an operation depend on, as it is just before the operation. */
export interface EffectsEnvironment {
  readonly catalog: Catalog;
  readonly session: Session;
  readonly server: TargetServer;
  /** The statement that the operation is of: subcommands of one ALTER TABLE change each other's effects. */
  readonly statement: Statement;
}

/** What one aspect of an operation does; `combine` puts them together. */
export type EffectsPart = Partial<Effects>;

/** The session's time zone, as the migration or else the target server sets it. */
export const timeZoneOf = ({ session, server }: Pick<EffectsEnvironment, 'session' | 'server'>): string =>
  session.settings.get('timezone') ?? server.timeZone;
