import type { DevelopersWords } from './en.ts';

/** The Malay texts of the developer page. */
const developers: DevelopersWords['developers'] = {
  unavailableText:
    'Pelayan yang menyimpan angka tidak menjawab. Tiada apa yang hilang; cuba lagi sebentar nanti.',
  incomplete:
    'Tidak semuanya dapat dibaca: angka mungkin terlalu rendah dan catatan lama mungkin tiada.',
  running: (version, node) =>
    version === '' ? `Node.js ${node}` : `Versi ${version} pada Node.js ${node}`,
  totals: {
    called: 'Usang, masih dipanggil',
    removable: 'Selamat dibuang',
    errors: 'Jenis ralat',
    newErrors: 'Ralat baharu',
    updates: 'Kemas kini',
    troubled: 'Saluran bermasalah',
  },

  deprecated: 'Titik akhir usang',
  deprecatedNone: 'Tiada yang usang',
  deprecatedNoneText:
    'Isytiharkan satu titik akhir sebagai usang dan ia muncul di sini bersama pemanggilnya.',
  deprecatedColumns: {
    endpoint: 'Titik akhir',
    calls: 'Panggilan dalam tempoh ini',
    seen: 'Panggilan terakhir',
    sunset: 'Tarikh tamat',
    safe: 'Selamat dibuang?',
  },
  codeFunction: 'Fungsi dalam kod',
  since: (day) => `usang sejak ${day}`,
  successor: (endpoint) => `guna ${endpoint}`,
  inAll: (shown) => `${shown} keseluruhan`,
  neverCalled: 'tidak pernah',
  firstCall: (time) => `pertama ${time}`,
  daysLeft: (_count, shown) => `${shown} hari lagi`,
  daysOver: (_count, shown) => `lewat ${shown} hari`,
  sunsetToday: 'hari ini',
  noSunset: 'tidak ditetapkan',
  safe: 'Ya',
  notSafe: 'Tidak',
  because: {
    neverCalled: (_count, shown) => `tiada sesiapa memanggilnya sepanjang ${shown} hari pemantauan`,
    quiet: (_count, shown) => `panggilan terakhir ${shown} hari lalu`,
    stillCalled: (_clients, shown, within, busiest) =>
      `${shown} klien memanggilnya dalam ${within} hari lalu, paling kerap ${busiest}`,
    sunsetPassed: 'walaupun tarikh tamatnya telah berlalu',
    watchedTooShort: (_count, shown, wanted, until) =>
      `dipantau selama ${shown} hari tanpa panggilan; ${wanted} hari diperlukan, sehingga ${until}`,
    pausesFor: (client, _count, shown, until) =>
      `${client} pernah berhenti memanggil selama ${shown} hari: tunggu sehingga ${until}`,
    calledOnce: (client, until) =>
      `${client} hanya memanggil pada satu hari dan mungkin memanggil setahun sekali: tunggu sehingga ${until}`,
    codeCalls: 'kod masih memanggilnya',
  },
  clients: (_count, shown) => `${shown} klien`,
  clientsOf: (endpoint) => `Klien ${endpoint}`,
  clientColumns: {
    client: 'Klien',
    kind: 'Dikenali melalui',
    calls: 'Panggilan',
    first: 'Panggilan pertama',
    last: 'Panggilan terakhir',
    versions: 'Versi aplikasi',
  },
  clientKinds: {
    key: 'kunci API',
    account: 'akaun',
    family: 'program',
    code: 'kod',
    other: 'lain-lain',
  },

  errors: 'Ralat tidak dikendalikan',
  errorsNone: 'Tiada ralat yang tidak dikendalikan dalam tempoh ini',
  errorsNoneText: 'Semua yang gagal telah dikendalikan oleh aplikasi sendiri.',
  isNew: 'Baharu',
  isNewHint: 'Muncul buat pertama kali dalam tempoh ini',
  unnamedError: 'Ralat tanpa nama',
  times: (_count, shown) => `${shown} kali`,
  errorSeen: (first, last) => `pertama ${first}, terakhir ${last}`,
  errorStatus: (status) => `dijawab ${status}`,
  fingerprint: (hash) => `Cap jari ${hash}`,
  stack: 'Surih tindanan',
  stackOf: (name) => `Surih tindanan ${name}`,
  noStack: 'Baris yang disimpan oleh mesin ini tidak mempunyai surih tindanannya.',

  trend: (what, sum, highest, when) =>
    `${what} mengikut masa: ${sum} keseluruhan, terbanyak pada ${when} iaitu ${highest}`,
  trendNone: (what) => `${what} mengikut masa: tiada`,
  calls: 'Panggilan',
  occurrences: 'Ralat',

  updates: 'Kemas kini',
  updatesNone: 'Tiada kemas kini dalam tempoh ini',
  updateWords: {
    versions_recorded: (_name, _from, to) =>
      to === '' ? 'Versi direkodkan buat pertama kali' : `Versi direkodkan, aplikasi ${to}`,
    app_updated: (_name, from, to) => `Aplikasi dikemas kini dari ${from} ke ${to}`,
    node_updated: (_name, from, to) => `Node.js dikemas kini dari ${from} ke ${to}`,
    package_added: (name, _from, to) => `${name} ${to} ditambah`,
    package_updated: (name, from, to) => `${name} dikemas kini dari ${from} ke ${to}`,
    package_removed: (name, from) => `${name} ${from} dibuang`,
    updates_unreadable: () => 'Rekod versi tidak dapat dibaca',
  },

  blocked: 'Disekat, atau akan disekat',
  blockedNone: 'Tiada apa-apa disekat dalam tempoh ini',
  blockedNoneText:
    'Tiada halaman melakukan apa yang dilarang oleh polisinya, dan tiada permintaan melebihi had.',
  blockedAdvice:
    'Pelayar melaporkan apa yang dimuatkan oleh halaman, dan sesiapa sahaja boleh menghantar laporan: benarkan hanya yang anda kenal.',
  blockedColumns: {
    what: 'Perkara',
    state: 'Keadaan',
    times: 'Kali',
    allowedBy: 'Dibenarkan dengan',
    where: 'Halaman atau laluan',
    last: 'Kali terakhir',
  },
  blockedStates: { blocked: 'Disekat', letThrough: 'Dibiarkan lalu' },
  remedies: {
    set: '',
    nonce: 'nonce pada tag, atau hash-nya dalam',
    rewrite: 'memindahkannya daripada atribut ke dalam fail',
    library: 'pustaka yang menyokong Trusted Types, dinamakan dalam',
    none: 'tiada pilihan',
  },
  elsewhere: (_count: number, shown: string) => `dan ${shown} lagi`,

  pipelines: 'Saluran data',
  pipelinesNone: 'Tiada saluran yang dipantau',
  pipelinesWell: (_count, shown) => `Kesemua ${shown} saluran berjalan: semuanya sampai`,
  pipelinesRest: (_count, shown) => `${shown} saluran lain berjalan dengan baik`,
  pipelineColumns: {
    name: 'Saluran',
    state: 'Keadaan',
    queued: 'Dalam memori',
    spooled: 'Pada cakera',
    sent: 'Dihantar',
    parked: 'Ditolak',
    dropped: 'Hilang',
  },
  pipelineNames: {
    clickhouse: 'ClickHouse',
    redis: 'Redis',
    traffic: 'Trafik',
    log: 'Log',
    logins: 'Log masuk',
    consent: 'Persetujuan',
  },
  pipelineKinds: {
    engine: 'enjin terbenam',
    server: 'pelayan',
    store: 'storan kongsi',
    figures: 'angka',
    file: 'fail',
    receiver: 'penerima',
  },
  pipelineStates: {
    ok: 'Berjalan',
    opening: 'Sedang dimulakan',
    dropping: 'Kehilangan',
    away: 'Tidak menjawab',
    unwritable: 'Tidak dapat ditulis',
    filling: 'Semakin penuh',
    waiting: 'Menunggu',
    parked: 'Baris ditolak',
  },
  pipelineStateHints: {
    ok: 'semuanya sampai',
    opening: 'jadualnya sedang dibuka; baris menunggu sehingga selesai',
    dropping: 'ada yang hilang dalam beberapa minit lalu',
    away: 'tiada jawapan diterima',
    unwritable: 'ia menjawab tetapi tidak menerima data baharu',
    filling:
      'lebih separuh had pada cakera telah digunakan; apabila had dicapai, baris paling lama akan hilang',
    waiting: 'baris telah menunggu lebih seminit; baris itu akan dihantar kemudian',
    parked:
      'ClickHouse menolak beberapa baris, yang masih disimpan: betulkan puncanya, kemudian jalankan',
  },
  answers: 'menjawab seperti biasa',
  fileUnwritable: 'fail tidak dapat ditulis; baris log menunggu dalam memori',
  degradedSince: (time) => `sejak ${time}`,
  losses: (_count, shown) => `terhenti ${shown} kali sejak aplikasi dimulakan`,
  spoolUsed: (share) => `${share} daripada had`,
  oldestRow: (time) => `baris terlama: ${time}`,
  fault: (text) => `Kerosakan: ${text}`,
  dropReasons: {
    memory_full: 'tiada ruang dalam memori',
    spool_full: 'tiada ruang pada cakera',
    spool_damaged: 'rosak pada cakera',
    rejected: 'ditolak oleh pihak di sana',
    closed: 'tiba selepas ditutup',
    unserialisable: 'tidak dapat dituliskan',
    dropped: 'tidak dihantar',
  },
};

export const words: DevelopersWords = { developers };
