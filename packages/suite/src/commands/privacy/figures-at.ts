import { setting } from '../where.ts';
import { existingFigures } from '../figures-options.ts';

/**
 * The ClickHouse beside a data folder: what is named wins, then the server of the environment, then the engine in
 * the folder.
 *
 * @throws EmasError `ERR_EMAS_ENGINE_FOLDER` where no engine has been there.
 */
export function figuresAt(of: {
  readonly url?: string;
  readonly engine?: string;
  readonly data: string;
}): ReturnType<typeof existingFigures> {
  const { url, engine, data } = of;
  if (url !== undefined) return existingFigures({ url });
  if (engine !== undefined) return existingFigures({ data: engine });
  const server = setting(process.env, 'EMAS_CLICKHOUSE_URL', 'CLICKHOUSE_URL');
  return existingFigures(server === undefined ? { data } : {});
}
