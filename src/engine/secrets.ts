import { z } from 'zod';
import type { Span } from '../core/span.js';

export interface Secret {
  /** For people: «a Stripe secret key». */
  readonly kind: string;
  readonly span: Span;
}

interface Pattern {
  readonly kind: string;
  readonly shape: RegExp;
  /** `false`: it has the shape and is none. */
  readonly isSecret?: (found: RegExpExecArray) => boolean;
}

const claims = z.object({ role: z.string().optional(), iss: z.string().optional() });

/** The key `anon` is meant for clients, and that of local development is the same for everyone. */
function isSecretToken([, payload = '']: RegExpExecArray): boolean {
  try {
    const { role, iss } = claims.parse(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))));
    return role !== 'anon' && iss !== 'supabase-demo';
  } catch {
    return false;
  }
}

const examples = /^(?:password|passwd|pass|pwd|postgres|secret|changeme|x+|\*+|\.+|your.*|my.*|example.*)$/i;

/** Addresses of the machine itself, placeholders, and words that stand for a password. */
const isSecretUri = ([, password = '', host = '']: RegExpExecArray): boolean =>
  !examples.test(password) &&
  !/[<>{}$%[\]]/.test(password) &&
  !/^(?:localhost|127\.|0\.0\.0\.0|\[?::1|example\.)/i.test(host);

// Each is bounded by what cannot be part of it, so that a longer word is no match.
const patterns: readonly Pattern[] = [
  {
    kind: 'a signed token',
    shape: /\beyJ[\w-]{8,}\.(eyJ[\w-]{8,})\.[\w-]{16,}/g,
    isSecret: isSecretToken,
  },
  { kind: 'a Stripe secret key', shape: /\b[sr]k_live_[0-9A-Za-z]{16,}\b/g },
  { kind: 'a Supabase secret key', shape: /\bsb_secret_[\w-]{16,}/g },
  { kind: 'a Supabase access token', shape: /\bsbp_[0-9a-f]{40}\b/g },
  { kind: 'an AWS access key', shape: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, isSecret: ([key]) => !key.endsWith('EXAMPLE') },
  { kind: 'a GitHub token', shape: /\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{60,})\b/g },
  { kind: 'an OpenAI key', shape: /\bsk-(?:proj-)?[\w-]{32,}\b/g },
  { kind: 'a Slack token', shape: /\bxox[abprs]-[0-9A-Za-z-]{16,}/g },
  { kind: 'a SendGrid key', shape: /\bSG\.[\w-]{22}\.[\w-]{43}\b/g },
  { kind: 'a private key', shape: /-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----/g },
  {
    kind: 'a connection address with a password',
    shape:
      /\b(?:postgres(?:ql)?|mysql|redis|amqps?|mongodb(?:\+srv)?|https?):\/\/[^\s:/@'"]+:([^\s/@'"]{3,})@([^\s/'":]+)/g,
    isSecret: isSecretUri,
  },
];

// One look tells of most texts that none of the patterns is in them.
const anySign = /eyJ|k_live_|sb_secret_|sbp_|AKIA|ASIA|gh[pousr]_|github_pat_|sk-|xox|SG\.|-----BEGIN|:\/\//;

/** Secrets in a text, in order of place. The same one is told once. */
export function secretsIn(text: string): readonly Secret[] {
  if (!anySign.test(text)) return [];
  const seen = new Set<string>();
  const found: Secret[] = [];
  for (const { kind, shape, isSecret } of patterns)
    for (const match of text.matchAll(shape)) {
      const [secret] = match;
      if (seen.has(secret) || isSecret?.(match) === false) continue;
      seen.add(secret);
      found.push({ kind, span: { start: match.index, end: match.index + secret.length } });
    }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}
