import type { SecurityWords } from './en.ts';
import { msIncidents } from './incidents/ms.ts';
import { msLog } from './log/ms.ts';

/** The Malay texts of the security page. */
const security: SecurityWords['security'] = {
  ...msIncidents,
  ...msLog,
  dimensions: {
    country: 'Negara',
    reason: 'Sebab',
    account: 'Akaun',
    prefix: 'Rangkaian',
    client: 'Program',
  },
  totals: {
    failures: 'Log masuk gagal',
    refused: 'Ditolak tanpa semakan',
    accounts: 'Akaun yang disasarkan',
    prefixes: 'Rangkaian',
    successesAfterFailures: 'Berjaya cuba semula',
    successes: 'Log masuk berjaya',
  },
  totalHints: {
    failures: 'Percubaan yang gagal, termasuk yang ditolak',
    refused:
      'Percubaan yang kata laluannya tidak disemak: ditangguhkan, dikunci, disekat atau tanpa captcha',
    accounts: 'Akaun berlainan yang terlibat dalam kegagalan',
    prefixes: 'Rangkaian berlainan yang menjadi punca kegagalan',
    successesAfterFailures:
      'Log masuk selepas kegagalan akaun yang sama dari rangkaian yang sama, seperti selepas tersilap taip',
    successes: 'Percubaan yang berjaya',
  },
  beforeThat: (value) => `${value} dalam tempoh sebelumnya`,
  chartTitle: 'Log masuk gagal mengikut sebab',
  chartReason: (reason, value) => `${reason}: ${value}.`,
  otherReasons: 'Sebab lain',
  allReasons: 'Jumlah',
  emptyTitle: 'Tiada log masuk yang gagal dalam tempoh ini',
  emptyText: (successes) =>
    `Tiada sesiapa mencuba kata laluan yang salah dan tiada apa yang perlu ditolak. Log masuk yang berjaya: ${successes}.`,
  emptyFilteredTitle: 'Tiada log masuk gagal yang sepadan dengan penapis ini',
  emptyFilteredText: 'Buang satu penapis atau pilih tempoh yang lebih panjang.',

  tables: {
    reason: 'Sebab',
    account: 'Akaun',
    prefix: 'Rangkaian',
    country: 'Negara',
    client: 'Program',
  },
  columns: {
    failures: 'Kegagalan',
    accounts: 'Akaun',
    prefixes: 'Rangkaian',
    last: 'Terakhir',
  },
  enteredNone: 'Tiada log masuk selepas percubaan yang gagal',
  enteredColumn: 'Kali',
  noFailures: 'Tiada kegagalan',

  figures: {
    sessions: 'Sesi',
    captcha: 'Captcha',
    limits: 'Had',
    reports: 'Laporan pelayar',
  },
  figuresTitle: 'Pengawal lain',
  figuresNone: {
    sessions: 'Tiada sesi yang perlu disahkan',
    captcha: 'Tiada captcha yang gagal',
    limits: 'Tiada had yang dilampaui',
    reports: 'Tiada laporan daripada pelayar',
  },
  figureColumn: 'Perkara yang berlaku',
  countColumn: 'Kali',
  lastColumn: 'Terakhir',
  events: {
    session_challenged: 'Ditahan sehingga disahkan',
    session_confirmed: 'Disahkan oleh pelawatnya',
    session_address_changed: 'Diteruskan dari rangkaian lain',
    session_use_after_expire: 'Digunakan selepas tamat',
    session_expired: 'Ditamatkan oleh pelayan',
    session_write_lost: 'Tidak dapat ditulis',
    store_failed: 'Stor yang dikongsi proses gagal',
    captcha_failed: 'Captcha tidak lulus',
    captcha_unavailable: 'Penyedia captcha tidak dapat menjawab',
    excess_rate_limit_exceeded: 'Had kadar permintaan dilampaui',
    cross_site_refused: 'Ditolak: dihantar oleh laman lain',
    csp_violation: 'Dasar halaman dilanggar',
    browser_report: 'Dilaporkan oleh pelayar',
  },
  eventReasons: {
    idle: 'terlalu lama tidak digunakan',
    absolute: 'mencapai usia maksimum',
    logout: 'telah log keluar',
    renewed: 'diganti dengan yang baharu',
    binding: 'dari tempat yang tidak dipercayai',
    account_limit: 'terlalu banyak bagi satu akaun',
    revoked: 'ditamatkan oleh pemilik atau kakitangan',
    unknown: 'sebab tidak diketahui',
    'invalid-token': 'token tidak sah',
    'missing-token': 'tiada token',
    replayed: 'token pernah digunakan',
    expired: 'token terlalu lama',
    'low-score': 'skor terlalu rendah',
    'wrong-action': 'token untuk tindakan lain',
    'wrong-host': 'token untuk laman lain',
    rejected: 'ditolak tanpa sebab',
    capacity: 'stor sudah penuh',
    limited: 'terlalu banyak tanpa captcha',
    'without-widget': 'tanpa widget',
    unavailable: 'tidak dapat dihubungi',
    misconfigured: 'tetapan tidak betul',
    'over-quota': 'kuota telah habis',
  },
  reasons: {
    wrong_password: 'Kata laluan salah',
    unknown_account: 'Akaun tidak dikenali',
    wrong_second_factor: 'Faktor kedua salah',
    account_disabled: 'Akaun dinyahaktifkan',
    wrong_credentials: 'Nama atau kata laluan salah',
    refused_delay: 'Ditolak: perlu menunggu',
    refused_captcha: 'Ditolak: captcha diperlukan',
    refused_lock: 'Ditolak: dikunci',
    refused_name: 'Ditolak: tiada akaun dinamakan',
    refused_block: 'Ditolak: rangkaian disekat',
  },

  unavailableText:
    'Pangkalan data yang menyimpan angka tidak menjawab. Log masuk masih dipantau; cuba lagi sebentar nanti.',
};

export const words: SecurityWords = { security };
