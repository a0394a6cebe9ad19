import type { Words } from './shape.ts';

/** The Malay words. */
export const ms: Words = {
  form: {
    list: new Intl.ListFormat('ms', { type: 'conjunction' }),
    pageTitle: 'Pilihan privasi',
    title: 'Apakah yang boleh digunakan oleh laman ini?',
    lead: (purposes) =>
      `Dimatikan sehingga anda membenarkannya: ${purposes}. Laman ini tetap berfungsi, dan anda boleh mengubah fikiran pada bila-bila masa.`,
    accept: 'Terima semua',
    refuse: 'Tolak semua',
    choose: 'Pilih',
    save: 'Simpan pilihan saya',
    necessary: 'Sentiasa dihidupkan: laman ini tidak berfungsi tanpanya.',
    healthData: 'Ini melibatkan data tentang kesihatan anda.',
    provider: (name, country) => `Disediakan oleh ${name}, ${country}.`,
    privacy: (provider) => `Cara ${provider} mengendalikan data anda`,
    kept: 'Disimpan selama',
    cookies: 'Kuki',
    storage: 'Disimpan dalam pelayar anda',
    held: (title, provider, country) =>
      `${title} datang daripada ${provider}, ${country}. Ia dimuatkan apabila anda membenarkannya, bukan sebelumnya.`,
    show: 'Benarkan dan paparkan',
    changes: 'Sejak pilihan terakhir anda, perkara ini telah berubah:',
    isNew: 'baharu',
    isChanged: 'berubah',
    signal:
      'Pelayar anda meminta laman supaya tidak berkongsi maklumat tentang anda. Itu dikira sebagai penolakan, sehingga anda memilih sebaliknya di sini.',
    moved: 'Apa yang ditanya telah berubah sementara itu. Sila baca semula dan pilih.',
    saved: 'Pilihan anda disimpan.',
    savedAs: (receipt) => `Pilihan anda disimpan. Nombor resit anda ialah ${receipt}.`,
    close: 'Tutup',
    back: 'Kembali ke halaman',
    name: 'Bahasa Melayu',
  },
  explicit: {
    who: 'Siapakah yang bersetuju?',
    self: 'Saya bersetuju bagi pihak diri sendiri, dan saya berumur 18 tahun atau lebih.',
    guardian:
      'Saya bersetuju bagi pihak seseorang yang berumur bawah 18 tahun atau tidak dapat membuat keputusan sendiri, sebagai ibu bapa, penjaga atau wakil yang dilantik.',
    given: 'Apa yang boleh anda tarik balik',
    mayWithdraw:
      'Anda mungkin telah bersetuju dengan perkara berikut dalam borang di laman ini. Anda boleh menariknya balik di sini pada bila-bila masa; apa yang telah dilakukan sebelumnya kekal sah.',
    withdraw: 'Tarik balik',
    withdrawn: (receipt) => `Persetujuan telah ditarik balik. Nombor resit anda ialah ${receipt}.`,
    notWithdrawn: 'Tiada persetujuan ditarik balik. Log masuk dan cuba lagi.',
    tickAgain:
      'Tandakan semula kotak itu jika anda masih bersetuju: tanda tidak disimpan dari satu cubaan ke cubaan berikutnya.',
    problems: {
      'not-ticked': 'Tandakan kotak jika anda bersetuju. Kami tidak dapat meneruskan tanpanya.',
      'who-missing': 'Nyatakan siapa yang bersetuju.',
      'guardian-needed':
        'Ini mengenai seseorang yang berumur bawah 18 tahun: ibu bapa atau penjaga perlu bersetuju bagi pihaknya.',
      moved: 'Apa yang ditanya telah berubah sementara itu. Sila baca semula.',
    },
  },
  notice: {
    cookieCaption: 'Apa yang disimpan dalam pelayar anda',
    thirdPartyCaption: 'Siapa menyediakan apa',
    heads: {
      name: 'Nama',
      kind: 'Jenis',
      purpose: 'Tujuan',
      what: 'Fungsinya',
      kept: 'Disimpan selama',
      provider: 'Penyedia',
      country: 'Negara',
    },
    cookie: 'kuki',
    storage: 'storan pelayar',
    healthData: 'Melibatkan data tentang kesihatan.',
    ownPurpose: 'Pilihan privasi anda',
    own: 'Apa yang anda benarkan dan pada hari mana; tiada apa-apa yang membezakan anda daripada orang lain.',
    ownRetention: ({ accepted, refused }) =>
      `${accepted} hari jika anda membenarkan sesuatu, ${refused} hari jika anda menolak`,
  },
};
