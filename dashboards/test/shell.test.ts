import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EmasError } from '@emas/errors';
import { readAssets } from '../frame/server/assets.ts';
import type { PageAssets } from '../frame/server/assets.ts';
import { renderShell } from '../frame/server/shell.ts';
import type { ShellConfig } from '../frame/contract.ts';

const NONCE = 'c2l4dGVlbi1ieXRlcyEh';
const ASSETS: PageAssets = {
  script: 'assets/main-abc123.js',
  modules: ['assets/shared-abc123.js'],
  styles: ['assets/main-abc123.css', 'assets/chart-def456.css'],
};

function aConfig(changes: Partial<ShellConfig> = {}): ShellConfig {
  return {
    page: 'traffic',
    pages: [{ name: 'traffic', title: { en: 'Traffic', ms: 'Trafik' } }],
    languages: ['en', 'ms'],
    filters: ['page'],
    choices: { metric: ['visitors', 'views'] },
    facts: { smallCells: 5, hasConsent: false },
    app: 'portal.example.my',
    timeZone: 'Asia/Kuala_Lumpur',
    language: 'en',
    refresh: 30_000,
    reader: null,
    signOutUrl: null,
    attribution: null,
    ...changes,
  };
}

function render(changes: Partial<ShellConfig> = {}, nonce = NONCE): string {
  const config = aConfig(changes);
  const title = config.language === 'ms' ? 'Trafik' : 'Traffic';
  return renderShell({ nonce, config, assets: ASSETS, title });
}

/** What a browser would hand to the page's script. */
function configIn(html: string): unknown {
  const text = /<script type="application\/json" id="emas-config"[^>]*>(.*?)<\/script>/s.exec(html);
  return JSON.parse(text?.[1] ?? '');
}

describe('renderShell', () => {
  test('puts the nonce on every script and style sheet', () => {
    const tags = render().match(/<(?:script|link rel="(?:stylesheet|modulepreload)")[^>]*>/g) ?? [];
    expect(tags).toHaveLength(5);
    for (const tag of tags) expect(tag).toContain(`nonce="${NONCE}"`);
  });

  test('holds nothing that the content security policy would refuse', () => {
    const html = render();
    expect(html).not.toMatch(/<style/);
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toMatch(/\son[a-z]+=/);
    expect(html.match(/<script(?![^>]*(?:src=|application\/json))/g)).toBeNull();
  });

  test('works under any mount path: every address is relative or inline', () => {
    const addresses = [...render().matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1]);
    expect(addresses).toHaveLength(5);
    for (const address of addresses) expect(address).toMatch(/^(?:assets\/|data:image\/svg)/);
  });

  test('hands the config over unchanged', () => {
    expect(configIn(render())).toEqual(aConfig());
  });

  test('lets no value end the script element or open a comment in it', () => {
    const app = '</script><script>alert(1)</script><!--';
    const html = render({ app });
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<!--');
    expect(configIn(html)).toEqual(aConfig({ app }));
  });

  test('escapes the app in the title and the nonce in attributes', () => {
    const html = render({ app: '<b>"Tom" & \'Jerry\'</b>' }, '"><script>');
    expect(html).toContain('&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;</title>');
    expect(html).not.toContain('"><script>');
  });

  test('speaks the language it was mounted with, and both without JavaScript', () => {
    const html = render({ language: 'ms' });
    expect(html).toContain('<html lang="ms">');
    expect(html).toContain('<title>Trafik · portal.example.my</title>');
    expect(html).toMatch(/<noscript>\s*<p lang="en">.+<\/p>\s*<p lang="ms">/);
  });

  test('asks search engines to stay away', () => {
    expect(render()).toContain('<meta name="robots" content="noindex">');
  });
});

describe('readAssets', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shell-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function writeManifest(text: string): void {
    mkdirSync(join(folder, '.vite'));
    writeFileSync(join(folder, '.vite', 'manifest.json'), text);
  }

  function failure(): EmasError {
    try {
      readAssets(folder)('traffic');
    } catch (error) {
      if (error instanceof EmasError) return error;
    }
    throw new Error('readAssets did not throw an EmasError');
  }

  test('finds the script of a page, and what that imports before it', () => {
    writeManifest(
      JSON.stringify({
        '_frame.js': { file: 'assets/frame-1.js', css: ['assets/frame-1.css'] },
        '_chart.js': { file: 'assets/chart-1.js', imports: ['_frame.js'] },
        '_other.js': { file: 'assets/other-1.js', css: ['assets/other-1.css'] },
        'pages/traffic/web/page.tsx': {
          file: 'assets/traffic-1.js',
          isEntry: true,
          imports: ['_chart.js', '_frame.js'],
          css: ['assets/traffic-1.css'],
        },
      }),
    );
    expect(readAssets(folder)('traffic')).toEqual({
      script: 'assets/traffic-1.js',
      modules: ['assets/frame-1.js', 'assets/chart-1.js'],
      styles: ['assets/frame-1.css', 'assets/traffic-1.css'],
    });
  });

  test('does without style sheets and imports', () => {
    writeManifest(
      JSON.stringify({ 'pages/traffic/web/page.tsx': { file: 'assets/traffic-1.js' } }),
    );
    const { modules, styles } = readAssets(folder)('traffic');
    expect([...modules, ...styles]).toEqual([]);
  });

  test('tells to build when there is no manifest', () => {
    expect(failure().code).toBe('ERR_EMAS_DASHBOARD_ASSETS');
    expect(failure().message).toContain('npm run build');
  });

  test.each(['', '{', 'null', '[]', '{}', '{"pages/traffic/web/page.tsx":{"file":1}}'])(
    'refuses the manifest %j',
    (text) => {
      writeManifest(text);
      expect(failure().code).toBe('ERR_EMAS_DASHBOARD_ASSETS');
    },
  );
});
