import { durationOf } from './duration.ts';
import type { PrivacyWords } from './shape.ts';

const reachable = (email: string, phone: string | undefined): string =>
  phone === undefined ? email : `${email}, ${phone}`;

/** The Malay words. */
export const ms: PrivacyWords = {
  list: new Intl.ListFormat('ms', { type: 'conjunction' }),
  headings: {
    controller: 'Siapa yang bertanggungjawab atas data anda',
    kept: 'Apa yang disimpan apabila anda melawat, sebabnya, dan berapa lama',
    recipients: 'Siapa lagi yang menerima sesuatu',
    law: 'Perkara yang wajib kami maklumkan kepada anda di sisi undang-undang',
    changes: 'Apa yang telah berubah',
  },
  controller: {
    responsible: (name) =>
      `${name} menentukan apa yang dibuat dengan data anda, dan bertanggungjawab atasnya.`,
    address: (address) => `Alamat: ${address}.`,
    contact: (email, phone) => `Pertanyaan, permintaan dan aduan: ${reachable(email, phone)}.`,
    officer: (name, email, phone) =>
      `${name ?? 'Pegawai perlindungan data'}: ${reachable(email, phone)}.`,
  },
  reasons: {
    session: {
      title: 'Mengekalkan log masuk anda',
      why: 'Supaya laman ini tahu sesi mana yang milik anda, dan menyedari jika orang lain menggunakannya.',
    },
    guessing: {
      title: 'Melindungi kata laluan anda',
      why: 'Supaya tiada sesiapa dapat meneka kata laluan, dan anda tidak terhalang sementara orang lain mencuba.',
    },
    overload: {
      title: 'Memastikan laman ini sentiasa tersedia',
      why: 'Supaya tiada sesiapa meminta lebih daripada yang dapat dijawab oleh laman ini.',
    },
    robots: {
      title: 'Menghalang program daripada mengisi borang',
      why: 'Supaya borang diisi oleh manusia.',
    },
    consent: {
      title: 'Mematuhi pilihan anda',
      why: 'Supaya apa yang anda benarkan dan tolak dipatuhi, dan dapat dibuktikan.',
    },
    security: {
      title: 'Mengesan kerosakan dan serangan',
      why: 'Supaya kesilapan ditemui dan dibaiki, dan serangan dapat dijejaki kemudian.',
    },
    deprecation: {
      title: 'Menggantikan antara muka lapuk',
      why: 'Supaya program yang memanggil antara muka lapuk diketahui sebelum ia ditutup.',
    },
    figures: {
      title: 'Mengetahui sejauh mana laman ini digunakan',
      why: 'Supaya kami tahu halaman mana yang dibaca, dan bagaimana orang menemuinya.',
    },
    app: { title: 'Perkhidmatan laman ini', why: '' },
  },
  subjects: {
    'session/cookie': 'Nombor sesi anda',
    'session/store': 'Sesi anda',
    'session/index': 'Senarai sesi anda',
    'session/due': 'Senarai masa sesi berakhir',
    'login-guard/counters': 'Log masuk yang gagal',
    'login-guard/known': 'Tempat sesuatu akaun pernah dibuka',
    'login-guard/detectors': 'Tanda serangan terhadap akaun',
    'login-guard/device': 'Pelayar ini sebagai pelayar tempat anda pernah log masuk',
    'login-guard/blocks': 'Rangkaian yang dihalang',
    'login-review/incidents': 'Serangan terhadap akaun',
    'login-review/changes': 'Tindakan terhadap serangan',
    'rate-limit': 'Kekerapan permintaan',
    'captcha/widget': 'Semakan bahawa anda bukan program',
    'captcha/check': 'Pertanyaan sama ada semakan itu lulus',
    'captcha/used': 'Semakan yang telah digunakan',
    'captcha/share': 'Borang yang dihantar tanpa semakan',
    'consent/choice': 'Pilihan privasi anda',
    'consent-records/receipts': 'Resit pilihan',
    'analytics/visits': 'Lawatan yang sedang berlangsung',
    'analytics/open': 'Paparan halaman hari ini dan semalam',
    'analytics/closing': 'Paparan halaman yang sedang dijadikan jumlah',
    'analytics/figures':
      'Angka bagi hari yang telah berakhir, mengikut halaman, sumber dan sebagainya',
    'analytics/totals': 'Jumlah keseluruhan setiap hari',
    'analytics/fresh': 'Angka bagi hari ini dan semalam',
    'log/update': 'Log kemas kini',
    'log/auth': 'Log percubaan log masuk',
    'log/session': 'Log sesi yang bermula dan berakhir',
    'log/consent': 'Log pilihan',
    'log/error': 'Log ralat',
    'log/deprecated': 'Log panggilan kepada antara muka lapuk',
    'log/access': 'Log permintaan',
    'log/client': 'Log laporan pelayar dan perkara yang ditolak',
    'log/system': 'Log laman ini sendiri',
    'log/to': 'Baris-baris log',
    'log-counts/events': 'Bilangan kejadian mengikut jam',
    'log-counts/lines': 'Baris-baris log, dalam pangkalan data juga',
    waiting: 'Apa yang menunggu pangkalan data',
    rejected: 'Apa yang tidak diterima pangkalan data',
    'deprecation/ledger': 'Program yang memanggil antara muka lapuk',
    'request-context/clients': 'Jenis pelayar yang pernah dilihat',
  },
  data: {
    address: 'alamat sambungan anda (alamat IP)',
    network: 'rangkaian sambungan anda (dikongsi banyak rumah)',
    country: 'negara',
    agent: 'cara pelayar anda memperkenalkan diri',
    client: 'jenis pelayar, sistem dan peranti',
    'account-name': 'nama yang ditaip untuk log masuk',
    account: 'kod yang menggantikan nama akaun',
    place: 'kod bagi akaun dan rangkaian yang tidak mendedahkan kedua-duanya',
    password: 'kod yang menggantikan kata laluan yang salah',
    session: 'kod yang menggantikan nombor sesi',
    token: 'nombor rawak',
    choice: 'apa yang dibenarkan dan ditolak',
    receipt: 'nombor resit',
    'visitor-key': 'kod yang menggantikan pelawat (kuncinya dimusnahkan selepas hari berikutnya)',
    page: 'halaman (nama dan nombor disembunyikan)',
    source: 'laman atau kempen yang membawa ke situ',
    behaviour: 'cara anda bergerak dan menaip pada borang itu',
    'app-data': 'apa yang dicatat oleh laman ini sendiri',
    'app-hash': 'kod yang menggantikan akaun atau kunci',
    program: 'program',
    error: 'apa yang tidak kena',
    attempts: 'berapa kali dan bagaimana ia berakhir',
    moment: 'masa',
    hour: 'jam',
    day: 'hari',
    figures: 'jumlah yang bukan tentang sesiapa',
  },
  places: {
    cookie: 'dalam kuki pelayar anda',
    storage: 'dalam storan pelayar anda',
    memory: 'dalam ingatan pelayan kami',
    redis: 'dalam ingatan kongsi pelayan kami (Redis)',
    store: 'dalam storan sesi pelayan kami',
    table: 'dalam pangkalan data kami',
    file: 'dalam fail pada pelayan kami',
    recipient: 'dihantar',
  },
  readers: {
    app: 'tiada sesiapa, hanya perisian laman ini',
    security: 'pasukan keselamatan',
    developers: 'pembangun',
    marketing: 'mereka yang membaca angka',
    recipient: 'penerima',
  },
  kept: {
    duration: durationOf({
      year: ['tahun', 'tahun'],
      month: ['bulan', 'bulan'],
      day: ['hari', 'hari'],
      hour: ['jam', 'jam'],
      minute: ['minit', 'minit'],
      second: ['saat', 'saat'],
    }),
    until: {
      process: 'Paling lama sehingga pelayan dimulakan semula.',
      browser: 'Sehingga anda menutup pelayar.',
      sent: 'Paling lama seminit, dan lebih lama jika pelayan atau pangkalan data tidak dapat dihubungi.',
      'taken back': 'Sehingga seseorang menariknya balik.',
      recipient: 'Selama mana yang dinyatakan oleh penerima.',
      never: 'Untuk selama-lamanya.',
    },
    after: {
      written: (duration) => `Selama ${duration}.`,
      'last use': (duration) => `Selama ${duration} selepas kali terakhir digunakan.`,
      'last line': (duration) => `Selama ${duration} selepas baris terakhir failnya.`,
      day: (duration) => `Selama ${duration} selepas hari yang berkenaan.`,
    },
    most: (duration) => `Tidak sekali-kali melebihi ${duration}.`,
    mark: (duration) =>
      `Selama ${duration} lagi hanya diketahui bahawa ia telah berakhir dan sebabnya.`,
    exempt: {
      proof:
        'Ia kekal walaupun anda meminta data anda dipadam, kerana ia membuktikan persetujuan anda.',
      incident: 'Ia kekal walaupun anda meminta data anda dipadam, kerana ia rekod suatu serangan.',
    },
  },
  sentence: (place, data, when) =>
    data === '' ? `${place}. ${when}` : `${place}: ${data}. ${when}`,
  purpose: (why) => `untuk “${why}”`,
  recipients: {
    none: 'Tiada pihak luar yang menerima apa-apa.',
    other: (who, subject, data) => `${who}. ${subject}: ${data}.`,
    own: (name, data) => `Sistem kami sendiri “${name}” menerima baris-baris log: ${data}.`,
    policy: (name) => `Cara ${name} mengendalikannya`,
  },
  lawIntro:
    'Seksyen 7(1) Akta Perlindungan Data Peribadi 2010 menyenaraikan lapan perkara. Inilah dia dalam bahasa yang mudah.',
  items: {
    data: {
      heading: 'Apa yang kami simpan tentang anda',
      body: () => 'Apabila anda melawat: apa yang disenaraikan di atas.',
    },
    purposes: {
      heading: 'Kegunaannya',
      body: ({ reasons }) => `Sebab-sebabnya ialah tajuk di atas: ${reasons}.`,
    },
    source: {
      heading: 'Dari mana ia datang',
      body: () =>
        'Daripada pelayar anda, yang menghantarnya dengan setiap permintaan, dan daripada apa yang anda taip.',
    },
    rights: {
      heading: 'Hak anda untuk melihat dan membetulkannya, dan cara menghubungi kami',
      body: ({ controller: { email } }) =>
        `Anda boleh meminta salinan data anda, meminta kesilapan dibetulkan, meminta data itu dipadam, dan meminta data itu dihantar kepada pihak lain. Kami menjawab dalam masa 21 hari. Tulis kepada ${email}.`,
    },
    disclosure: {
      heading: 'Siapa lagi yang menerimanya',
      body: ({ recipients }) =>
        recipients === ''
          ? 'Daripada apa yang disimpan semasa anda melawat, tiada pihak luar menerima apa-apa.'
          : `Daripada apa yang disimpan semasa anda melawat: ${recipients}, seperti yang disenaraikan di atas.`,
    },
    choices: {
      heading: 'Cara anda boleh mengehadkannya',
      body: ({ asksConsent }) =>
        asksConsent
          ? 'Perkara yang ditanya kepada anda tidak diaktifkan sehingga anda membenarkannya, dan anda boleh mengubah fikiran pada bila-bila masa. Perkara lain yang disenaraikan di atas berlaku tanpa ditanya: supaya laman ini berfungsi, supaya ia selamat, dan untuk mengira penggunaannya.'
          : 'Perkara yang disenaraikan di atas berlaku tanpa ditanya: supaya laman ini berfungsi, supaya ia selamat, dan untuk mengira penggunaannya.',
    },
    duty: {
      heading: 'Apa yang wajib diberi dan apa yang tidak',
      body: () =>
        'Membaca laman ini tidak memerlukan apa-apa butiran. Ruangan yang ditanda tidak wajib boleh dikosongkan.',
    },
    refusal: {
      heading: 'Apa yang berlaku jika anda tidak memberinya',
      body: () =>
        'Kami tidak dapat melakukan apa yang diminta oleh sesuatu borang tanpa butiran yang diperlukannya. Selain itu, tiada apa yang berubah bagi anda.',
    },
  },
  changes: {
    since: (day) => `Berkuat kuasa sejak ${day}.`,
    first: 'Ini versi pertama notis ini.',
    added: (what) => `Baharu: ${what}.`,
    removed: (what) => `Tidak lagi disimpan: ${what}.`,
    more: (what, data) => `${what} kini juga mengandungi ${data}.`,
    less: (what, data) => `${what} tidak lagi mengandungi ${data}.`,
    kept: (what, now, before) => `${what}: ${now} Sebelum ini: ${before}`,
    use: (what) => `Keterangan tentang perkara ini telah berubah: ${what}.`,
    controller:
      'Pihak yang bertanggungjawab atas data, cara menghubunginya, atau keterangan tentang borang telah berubah.',
  },
  record: {
    title: 'Rekod pemprosesan',
    caption: (reason) => reason,
    heads: {
      place: 'Tempat',
      name: 'Nama',
      data: 'Data',
      kept: 'Tempoh',
      readers: 'Dibaca oleh',
      recipient: 'Dihantar kepada',
    },
  },
};
