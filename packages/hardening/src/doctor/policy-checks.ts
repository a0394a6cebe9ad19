import type { Check, Observed, Weakness } from './observed.ts';

const WHY_SCRIPTS = 'Injected text runs as a script in the page, with the visitor’s session.';
const FIX = 'Mount hardening(), and give scripts the nonce, res.locals.nonce.';

type Directives = ReadonlyMap<string, readonly string[]>;

function policyOf({ headers }: Observed): Directives | undefined {
  const text = headers['content-security-policy'];
  if (text === undefined) return undefined;
  const all = text.split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(all.map(([name = '', ...sources]) => [name.toLowerCase(), sources]));
}

/** A policy is there, and stops what it is there for. */
export const checkPolicy: Check = (observed) => {
  const policy = policyOf(observed);
  if (policy === undefined) {
    const isReported = observed.headers['content-security-policy-report-only'] !== undefined;
    const found = isReported ? 'one that only reports' : 'none';
    const what = 'Content-Security-Policy';
    const fix = isReported
      ? "Set hardening({ mode: 'enforce' }), or in the suite rollout: 'enforce'."
      : FIX;
    return [{ severity: 'high', what, found, why: WHY_SCRIPTS, fix }];
  }
  return [...scriptFaults(policy), ...otherFaults(policy)];
};

function scriptFaults(policy: Directives): Weakness[] {
  const scripts = policy.get('script-src') ?? policy.get('default-src') ?? ['(none)'];
  const fault = (found: string, fix: string): Weakness => ({
    severity: 'high',
    what: 'script-src',
    found,
    why: WHY_SCRIPTS,
    fix,
  });
  const hasNonce = scripts.some((source) => /^'(?:nonce|sha\d{3})-/.test(source));
  const faults: Weakness[] = [];
  if (scripts.includes('(none)')) faults.push(fault('no directive for scripts', FIX));
  if (scripts.includes("'unsafe-inline'") && !hasNonce) faults.push(fault("'unsafe-inline'", FIX));
  if (scripts.includes("'unsafe-eval'")) {
    faults.push(fault("'unsafe-eval'", 'Do not use eval() and new Function().'));
  }
  const wide = scripts.filter((source) => /^(?:\*|https?:|data:|blob:)$/.test(source));
  if (wide.length > 0 && !scripts.includes("'strict-dynamic'")) {
    faults.push(fault(wide.join(' '), "Use a nonce and 'strict-dynamic' instead of hosts."));
  }
  return faults;
}

interface Wanted {
  readonly directive: string;
  readonly severity: Weakness['severity'];
  readonly why: string;
}

/** Directives that nothing falls back on, and that are missed most. */
const WANTED: readonly Wanted[] = [
  {
    directive: 'base-uri',
    severity: 'medium',
    why: 'An injected <base> points every relative URL to the attacker’s host.',
  },
  {
    directive: 'frame-ancestors',
    severity: 'medium',
    why: 'Another site can show the page in a frame and trick visitors into clicking (clickjacking).',
  },
  {
    directive: 'form-action',
    severity: 'medium',
    why: 'An injected form sends what visitors type to the attacker’s host.',
  },
  {
    directive: 'require-trusted-types-for',
    severity: 'low',
    why: 'Unchecked text reaches innerHTML and similar sinks, where most DOM-based XSS begins.',
  },
];

function otherFaults(policy: Directives): Weakness[] {
  const missing = WANTED.filter(({ directive }) => !policy.has(directive)).map(
    ({ directive, severity, why }): Weakness => ({
      severity,
      what: directive,
      found: 'not in the policy',
      why,
      fix: 'Mount hardening(), or add the directive.',
    }),
  );
  const objects = policy.get('object-src') ?? policy.get('default-src') ?? [];
  if (objects.includes("'none'")) return missing;
  const why = 'Plug-ins run with the rights of the page.';
  const found = objects.join(' ') || 'not in the policy';
  const fix = "Add object-src 'none'.";
  return [...missing, { severity: 'medium', what: 'object-src', found, why, fix }];
}

/** A nonce that is the same twice is a password that everybody knows. */
export const checkNonce: Check = ({ headers, again }) => {
  const nonceOf = (text: string | undefined): string | undefined =>
    /'nonce-([^']+)'/.exec(text ?? '')?.[1];
  const nonce = nonceOf(headers['content-security-policy']);
  if (nonce === undefined || nonce !== nonceOf(again['content-security-policy'])) return [];
  return [
    {
      severity: 'high',
      what: 'nonce',
      found: 'the same in two responses',
      why: 'Anyone who has seen the page once can write scripts that its policy allows.',
      fix: 'Generate 16 random bytes for each response, and do not cache pages that contain a nonce.',
    },
  ];
};
