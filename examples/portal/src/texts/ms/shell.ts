import type { Texts } from '../texts.ts';

export const shell: Texts['shell'] = {
  siteName: 'e-MAS',
  tagline: 'Portal ahli',
  skip: 'Terus ke kandungan',
  menu: 'Menu',
  mainNavigation: 'Utama',
  ownLanguage: 'Bahasa Melayu',
  ownLanguageShort: 'BM',
  home: 'Laman utama',
  clinics: 'Klinik panel',
  claim: 'Tuntut bayaran balik',
  letter: 'Surat jaminan',
  support: 'Bantuan',
  signIn: 'Log masuk',
  signOut: 'Log keluar',
  account: 'Akaun saya',
  privacy: 'Notis privasi',
  privacyChoices: 'Pilihan privasi',
  back: 'Kembali ke halaman',
  footerNavigation: 'Lagi',
  demo: 'Ini laman demonstrasi. Ahli, klinik dan angka di sini rekaan semata-mata. Semuanya disimpan dalam ingatan komputer sahaja dan hilang apabila portal dimulakan semula. Jangan masukkan maklumat sebenar.',
  refused: {
    title: 'Borang ini tidak diterima',
    body: 'Borang itu tidak datang daripada halaman portal ini, jadi tiada apa-apa yang disimpan. Buka borang di sini dan hantar semula.',
  },
  notFound: {
    title: 'Halaman ini tiada di sini',
    body: 'Alamatnya mungkin tersilap taip, atau kandungannya tidak lagi disimpan. Tuntutan dan surat dalam demonstrasi ini kekal hanya sehingga portal dimulakan semula.',
  },
  badRequest: {
    title: 'Kami tidak dapat membaca permintaan itu',
    body: 'Ada bahagian yang terlalu panjang atau tidak dalam bentuk yang kami fahami. Tiada apa-apa yang disimpan.',
  },
  failed: {
    title: 'Ada masalah di pihak kami',
    body: 'Ini bukan salah anda, dan apa yang anda taip tidak disimpan. Sila cuba lagi beberapa minit nanti.',
  },
  unavailable: {
    title: 'Log masuk tidak berfungsi buat sementara waktu',
    body: 'Bahagian portal yang mengingati siapa yang log masuk tidak menjawab. Ini bukan salah anda, dan tiada apa-apa yang diubah. Halaman yang tidak memerlukan log masuk berfungsi seperti biasa. Sila cuba lagi seminit nanti.',
  },
  goHome: 'Ke laman utama',
};
