import type { enLog } from './en.ts';

/** The Malay texts about log lines and whether the log is whole. */
export const msLog: typeof enLog = {
  log: 'Baris log',
  logHint:
    'Mencari dalam fail log bagi tempoh dan penapis di atas, bermula dengan baris yang terkini.',
  logText: 'Teks',
  logEvent: 'Peristiwa',
  logEventHint: '* bermaksud apa-apa sahaja, cth. authn_*',
  logLevel: 'Tahap',
  levels: {
    '': 'Semua',
    error: 'Ralat',
    warn: 'Amaran',
    info: 'Maklumat',
    http: 'Permintaan',
    verbose: 'Terperinci',
    debug: 'Nyahpepijat',
    silly: 'Segalanya',
  },
  logSearch: 'Cari',
  logSearching: 'Mencari dalam log…',
  logFound: (shown, matched) =>
    shown === matched
      ? `Baris ditemui: ${matched}.`
      : `${shown} baris terkini daripada ${matched}.`,
  logNone: 'Tiada baris yang sepadan.',
  logNotUnderstood:
    'Log tidak dapat dicari begitu. Semak peristiwanya: satu nama, atau nama dengan * di hujungnya.',
  logNotStarted: 'Tekan “Cari” untuk melihat baris terkini dalam tempoh ini.',
  logIncomplete:
    'Masa tamat sebelum semua fail dibaca: baris yang lebih lama mungkin juga sepadan.',
  logNoCountry:
    'Baris log tidak menyebut negara, jadi tiada yang sepadan selagi penapis negara digunakan.',
  logMore: 'Papar lebih banyak baris',
  logEntry: 'Butiran',
  logEntryOf: (message) => `Butiran: ${message}`,
  logCategory: 'Kategori',
  logRequest: 'Permintaan',
  logFollow: 'tunjukkan semua baris yang mengandunginya',
  logNoLog: 'Aplikasi ini tidak menyimpan fail log yang boleh dicari.',

  chain: 'Keutuhan log',
  chainStates: {
    intact: 'Utuh',
    broken: 'Tidak utuh',
    checking: 'Sedang disahkan',
    unkeyed: 'Tidak dapat disahkan',
    unknown: 'Tidak diketahui',
  },
  chainTexts: {
    intact:
      'Tiada baris yang diubah atau ditambah. Baris hanya dibuang apabila tempohnya tamat, atau dipadam atas permintaan.',
    broken:
      'Ada baris yang diubah, ditambah atau dibuang. Simpan failnya dan siasat siapa yang mempunyai akses.',
    checking: 'Baris sedang dibaca. Ini mungkin mengambil sedikit masa.',
    unkeyed: 'Log ini tiada kunci untuk pengesahan, jadi perubahan tidak akan disedari.',
    unknown: 'Keadaan log tidak dapat diketahui. Halaman ini akan mencuba lagi sendiri.',
  },
  chainChecked: (time) => `Disahkan ${time}`,
  chainAgain: 'Sahkan semula',
  chainAgainDone: (state) => `Log telah disahkan: ${state}.`,
  chainAgainFailed: 'Log tidak dapat disahkan. Cuba lagi.',
  chainLogs: 'Log',
  chainLog: (log, slot) => `${log}, proses ${slot}`,
  chainSize: (_lines, shownLines, _files, shownFiles) =>
    `${shownLines} baris dalam ${shownFiles} fail`,
  chainUnchained: 'tidak dirantai',
  chainFindings: 'Perkara yang ditemui',
  chainWhere: (file, line) => `${file}, baris ${line}`,
  findings: {
    altered: 'Diubah',
    erased: 'Dipadam tanpa rekod',
    inserted: 'Ditambah',
    missing: 'Dibuang',
    moved: 'Dialihkan',
    'tail missing': 'Hujung dipotong',
    unchained: 'Tidak dirantai',
    'unknown key': 'Kunci tidak dikenali',
    unreadable: 'Tidak dapat dibaca',
  },
};
