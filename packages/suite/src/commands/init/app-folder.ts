import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError, errorCode } from '@emas/errors';
import { z } from 'zod';

type Named = Readonly<Record<string, string>>;

/** What a `package.json` says, as far as it is asked here. */
interface Manifest {
  readonly type?: string | undefined;
  readonly main?: string | undefined;
  readonly scripts: Named;
  readonly dependencies: Named;
  readonly devDependencies: Named;
}

const named = z.record(z.string(), z.string());
const schema: z.ZodType<Manifest> = z.looseObject({
  type: z.string().optional(),
  main: z.string().optional(),
  scripts: named.default({}),
  dependencies: named.default({}),
  devDependencies: named.default({}),
});

/** A folder that is read, and not yet written to. */
export class AppFolder {
  readonly path: string;
  /** Absent where there is no `package.json`. */
  readonly manifest: Manifest | undefined;

  /** @throws EmasError `ERR_EMAS_INIT_FOLDER`, `ERR_EMAS_INIT_PACKAGE`. */
  constructor(path: string) {
    if (existsSync(path) && !statSync(path).isDirectory()) {
      throw new EmasError('ERR_EMAS_INIT_FOLDER', `${path} is not a folder.`, {
        help: 'Give the folder of the app, or of a new one.',
      });
    }
    this.path = path;
    const text = this.textOf('package.json');
    this.manifest = text === undefined ? undefined : manifestOf(join(path, 'package.json'), text);
  }

  /** Whether it has programs of its own, or says how to start one. */
  get isApp(): boolean {
    const { scripts = {} } = this.manifest ?? {};
    if ('start' in scripts || 'dev' in scripts) return true;
    const names = ['.', 'src'].flatMap((name) =>
      this.has(name) ? readdirSync(join(this.path, name)) : [],
    );
    return names.some((name) => /^[^.]+\.[cm]?[jt]sx?$/.test(name));
  }

  get isTypeScript(): boolean {
    return this.has('tsconfig.json') || this.dependsOn('typescript');
  }

  has(name: string): boolean {
    return existsSync(join(this.path, name));
  }

  /**
   * What a file says; `undefined` where there is none.
   *
   * @throws EmasError `ERR_EMAS_INIT_FOLDER` where it cannot be read: what is in it must not be taken for missing.
   */
  textOf(name: string): string | undefined {
    const file = join(this.path, name);
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      if (['ENOENT', 'EISDIR'].includes(errorCode(cause))) return undefined;
      throw new EmasError('ERR_EMAS_INIT_FOLDER', `${file} cannot be read: ${errorCode(cause)}.`, {
        cause,
        help: 'Run the command as a user who may read the files of the app.',
      });
    }
  }

  dependsOn(name: string): boolean {
    const { dependencies = {}, devDependencies = {} } = this.manifest ?? {};
    return name in dependencies || name in devDependencies;
  }
}

function manifestOf(path: string, text: string): Manifest {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_INIT_PACKAGE',
      `${path} is not a package.json that npm can read.`,
      {
        cause,
        help: 'Fix it first: npm pkg get name shows what is wrong.',
      },
    );
  }
}
