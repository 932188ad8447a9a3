import type { ResetSetting, SetSetting } from '../sql/operation.js';

/** Settings of a session: those that outlive the transaction, and above them those of SET LOCAL. */
export interface SettingsTracker {
  readonly current: ReadonlyMap<string, string>;
  /** `inTransaction` decides whether SET LOCAL has any effect. */
  set(op: SetSetting, inTransaction: boolean): void;
  reset(op: ResetSetting): void;
  /** The transaction ends well: SET LOCAL is over. */
  commit(): void;
  save(): SavedSettings;
  restore(saved: SavedSettings): void;
}

export interface SavedSettings {
  readonly session: ReadonlyMap<string, string>;
  readonly local: ReadonlyMap<string, string>;
}

export function createSettingsTracker(): SettingsTracker {
  let session = new Map<string, string>();
  let local = new Map<string, string>();
  let current: ReadonlyMap<string, string> = new Map();

  const merge = (): void => {
    current = new Map([...session, ...local]);
  };

  return {
    get current() {
      return current;
    },
    set({ name, value, local: isLocal }, inTransaction) {
      if (isLocal && !inTransaction) return;
      if (!isLocal) local.delete(name);
      const values = isLocal ? local : session;
      if (value === null) values.delete(name);
      else values.set(name, value);
      merge();
    },
    reset({ name }) {
      if (name === 'all') {
        session.clear();
        local.clear();
      } else {
        session.delete(name);
        local.delete(name);
      }
      merge();
    },
    commit() {
      if (local.size === 0) return;
      local.clear();
      merge();
    },
    save: () => ({ session: new Map(session), local: new Map(local) }),
    restore(saved) {
      session = new Map(saved.session);
      local = new Map(saved.local);
      merge();
    },
  };
}
