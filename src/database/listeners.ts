import type { Notice } from './database.js';

type Listener = (notice: Notice) => void;

export interface Listeners {
  add(listener: Listener): () => void;
  tell(notice: Notice): void;
}

export function createListeners(): Listeners {
  const all = new Set<Listener>();
  return {
    add(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell(notice) {
      for (const listener of all) listener(notice);
    },
  };
}

interface DriverNotice {
  readonly severity?: string | undefined;
  readonly message?: string | undefined;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

export const toNotice = ({ severity, message, code, detail, hint }: DriverNotice): Notice => ({
  severity: severity ?? 'NOTICE',
  message: message ?? '',
  sqlstate: code,
  detail,
  hint,
});
