/** All benches by name, in the order in which they are listed. */
import { bytes } from './bytes.js';
import { closing } from './closing.js';
import { consent } from './consent.js';
import { engine } from './engine.js';
import { growth } from './growth.js';
import { hardening } from './hardening.js';
import { imports } from './imports.js';
import { latency } from './latency.js';
import { logins } from './logins.js';
import { logs } from './logs.js';
import { memory } from './memory.js';
import { parts } from './parts.js';
import { profile } from './profile.js';
import { queries } from './queries.js';
import { record } from './record.js';
import { requests } from './requests.js';
import { session } from './session.js';
import { startup } from './startup.js';
import { writers } from './writers.js';

export const BENCHES = {
  requests,
  parts,
  profile,
  latency,
  growth,
  memory,
  record,
  import: imports,
  queries,
  bytes,
  closing,
  engine,
  session,
  writers,
  logs,
  logins,
  hardening,
  consent,
  startup,
};
