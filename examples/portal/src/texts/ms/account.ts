import type { Texts } from '../texts.ts';

export const account: Texts['account'] = {
  privacyNews: {
    heading: 'Notis privasi kami telah berubah',
    since: (day) => `Berkuat kuasa sejak ${day}:`,
    link: 'Baca notis itu',
  },
  data: {
    title: 'Apa yang kami simpan tentang anda',
    lead: 'Apa yang ditemui oleh portal ini di bawah akaun anda, sekarang. Kod menggantikan nama anda. Fail itu mengandungi setiap rekod, serta tuntutan, surat dan mesej anda.',
    none: 'Tiada apa-apa ditemui di bawah akaun anda.',
    unseen: 'Tidak dilihat untuk halaman ini:',
    count: (items) => `${items} rekod`,
    download: 'Muat turun semuanya',
    file: 'data-saya.json',
    notice: 'Sebab dan tempohnya: notis privasi',
    back: 'Kembali ke akaun anda',
    link: 'Lihat apa yang kami simpan tentang anda',
  },
  login: {
    title: 'Log masuk',
    lead: 'Lihat polisi, tuntutan dan surat anda.',
    wrong: 'Nama pengguna dan kata laluan itu tidak sepadan. Semak kedua-duanya dan cuba lagi.',
    wait: (amount: string): string => `Sila tunggu ${amount} sebelum mencuba lagi.`,
    left: (count: number): string => `Tinggal ${count} cubaan sebelum anda perlu menunggu.`,
    captcha:
      'Beberapa kata laluan telah dicuba, jadi semakan perlu dilakukan dahulu. Kata laluan anda tidak dilihat: sila taip semula dan lengkapkan semakan.',
    captchaNext: 'Pada cubaan seterusnya, sila lengkapkan semakan juga.',
    standIn:
      'Demonstrasi ini tiada kunci pembekal: pengganti digunakan, yang tidak meminta sebarang bukti.',
    seconds: (count: number): string => `${count} saat`,
    minutes: (count: number): string => `${count} minit`,
    refusedTitle: 'Sila tunggu sebelum log masuk semula',
    refusedWait: (amount: string): string =>
      `Terlalu banyak cubaan dengan kata laluan yang salah. Sila cuba lagi dalam masa ${amount}.`,
    blocked: 'Log masuk tidak dapat dibuat dari rangkaian anda buat masa ini.',
    refusedHelp:
      'Tiada apa-apa berlaku pada akaun anda, dan tiada sesiapa dapat mengunci akaun anda: di tempat anda biasa log masuk, anda masih boleh berbuat demikian.',
    support: 'Saya terlupa kata laluan, atau ini bukan perbuatan saya',
    demoHeading: 'Akaun demonstrasi',
    demoMember: 'Seorang ahli',
    demoStaff: {
      marketing: 'Kakitangan pemasaran',
      security: 'Seseorang daripada pasukan keselamatan',
      developer: 'Seorang pembangun',
    },
    because: {
      ended:
        'Sesi anda telah tamat: lama tidak digunakan, sudah mencapai tempoh paling lama, atau ditamatkan dari tempat lain. Sila log masuk semula.',
      challenged:
        'Demi keselamatan anda, sila log masuk semula: anda nampaknya berada di tempat lain, atau menggunakan pelayar lain.',
    },
    cookie:
      'Log masuk menetapkan dua kuki. Satu hilang apabila anda menutup pelayar atau log keluar. Satu lagi membolehkan pelayar ini log masuk walaupun orang lain sedang meneka kata laluan anda; kuki itu dihantar ke halaman log masuk sahaja dan disimpan selama 90 hari.',
  },
  signedOut: 'Anda telah log keluar.',
  title: 'Akaun saya',
  welcome: (name: string): string => `Selamat datang, ${name}`,
  sessions: {
    heading: 'Di mana anda log masuk',
    lead: 'Sesi tamat dengan sendirinya selepas 15 minit tanpa permintaan, dan selewat-lewatnya selepas 8 jam.',
    thisOne: 'Yang ini',
    address: 'Alamat internet',
    unknownAddress: 'tidak diketahui',
    since: 'Log masuk pada',
    seen: 'Kali terakhir dilihat',
    now: 'Sekarang',
    ends: 'Tamat, jika tidak digunakan',
    unknownBrowser: 'Pelayar tidak diketahui',
    unknownSystem: 'sistem tidak diketahui',
    onlyThis: 'Yang ini sahaja: anda tidak log masuk di tempat lain.',
    notYou: 'Ada yang bukan anda? Tamatkan sesi itu, kemudian hubungi bantuan.',
    end: (name: string): string => `Tamatkan sesi di ${name}`,
    endOthers: 'Tamatkan semua sesi lain',
    ended: {
      one: 'Sesi itu telah ditamatkan. Pelayar itu perlu log masuk semula.',
      others: 'Semua sesi lain telah ditamatkan. Anda kini log masuk di sini sahaja.',
      none: 'Tiada apa-apa yang ditamatkan: sesi itu sudah tiada.',
    },
  },
  policyHeading: 'Polisi anda',
  plan: 'Pelan',
  planName: 'Pelan panel, klinik dan hospital',
  claimsHeading: 'Tuntutan anda',
  noClaims: 'Anda belum menghantar tuntutan sejak portal dimulakan.',
  lettersHeading: 'Surat jaminan anda',
  noLetters: 'Anda belum meminta surat sejak portal dimulakan.',
  staff: {
    link: 'Buka papan pemuka',
    marketing: {
      heading: 'Papan pemuka trafik',
      body: 'Berapa banyak lawatan ke portal ini, dari mana datangnya dan halaman mana yang dibaca. Hanya jumlah keseluruhan yang ditunjukkan, tidak sekali-kali seorang individu.',
    },
    security: {
      heading: 'Papan pemuka keselamatan',
      body: 'Log masuk yang gagal dan serangan, tindakan yang telah diambil, dan sama ada log masih utuh.',
    },
    developer: {
      heading: 'Papan pemuka pembangun',
      body: 'Siapa yang masih memanggil titik akhir lama, apa yang gagal, versi mana yang berubah, dan apa yang menunggu untuk dihantar.',
    },
  },
};
