import type { Texts } from '../texts.ts';

export const privacy: Texts['privacy'] = {
  title: 'Notis privasi',
  lead: 'Apa yang dicatat oleh portal ini tentang anda, sebabnya, dan apa yang boleh anda lakukan. Notis ini ditulis supaya mudah dibaca, dan menepati apa yang benar-benar dilakukan oleh portal.',
  updated: 'Berkuat kuasa sejak 24 November 2026.',
  measured: {
    heading: 'Apa yang diukur semasa anda melawat',
    intro:
      'Kami ingin tahu berapa ramai yang menggunakan portal ini dan sama ada mereka menemui apa yang dicari. Untuk itu kami menyimpan jumlah bagi setiap hari:',
    pages: 'halaman yang dibuka, serta halaman pertama dan terakhir sesuatu lawatan',
    source: 'laman yang membawa pelawat ke sini, nama laman itu sahaja',
    device: 'jenis peranti, pelayar dan sistem pengendalian',
    country: 'negara, jika diketahui',
    length: 'tempoh lawatan dan bilangan halamannya',
    totals:
      'Bagi hari ini dan semalam, portal menyimpan satu baris bagi setiap paparan halaman, dengan satu kod sebagai ganti pelawatnya. Apabila sesuatu hari berakhir, hanya jumlah yang kekal: kumpulan yang kurang daripada lima pelawat menjadi “lain-lain”, setiap angka dibundarkan ke atas atau ke bawah secara rawak kepada gandaan lima, dan baris itu dipadamkan bersama kodnya. Selepas itu tiada apa-apa tentang anda yang tinggal. Jika portal ini dijalankan sebagai demonstrasi pada komputer pembangun, tiada pembundaran dibuat, supaya anda dapat melihat lawatan anda sendiri.',
    cookie:
      'Pengukuran ini tidak menetapkan kuki, tidak menyimpan apa-apa dalam peranti anda, tidak menjalankan skrip dan tidak menghantar apa-apa kepada syarikat lain.',
    key: 'Supaya dua halaman yang dibuka oleh seorang pelawat tidak dikira sebagai dua pelawat, pelayan membuat satu kod daripada alamat anda, pelayar anda dan satu nombor rawak. Nombor rawak itu bertukar setiap hari dan dimusnahkan selepas hari berikutnya. Sejak itu tiada sesiapa dapat mengaitkan kod itu dengan anda, kami pun tidak.',
  },
  address: {
    heading: 'Alamat internet anda',
    body: 'Setiap permintaan membawa alamat sambungan anda. Angka kami tidak sekali-kali menyimpannya. Selagi anda log masuk, alamat itu disimpan bersama sesi anda, dengan masanya, pelayar dan sistem anda serta negara, jika diketahui. Tujuannya supaya anda dapat melihat di halaman akaun di mana akaun anda dibuka, dan supaya kami sedar apabila orang lain menggunakan sesi anda: untuk itu, sesi mengingati rangkaian yang digunakan, paling banyak lapan bagi setiap jenis (IPv4 dan IPv6), dengan satu alamat bagi setiap rangkaian. Semuanya dipadamkan bersama sesi: apabila anda log keluar atau menamatkan sesi itu di halaman akaun, selepas lima belas minit tanpa permintaan, dan selewat-lewatnya selepas lapan jam. Selama sepuluh minit lagi kami hanya tahu bahawa sesi itu telah tamat dan sebabnya.',
  },
  cookies: {
    heading: 'Kuki',
    body: 'Paling banyak empat. Jika anda log masuk, satu kuki mengandungi nombor rawak bertandatangan yang memberitahu portal sesi mana milik anda. Namanya ialah kod yang tidak menceritakan apa-apa tentang anda dan bertukar setiap bulan. Kuki itu tiada tarikh luput dan hilang apabila anda menutup pelayar. Tiada laman lain dan tiada skrip yang dapat membacanya. Apabila anda log keluar, pelayar anda juga diminta memadamkan semua yang lain yang disimpannya daripada portal ini. Satu lagi kuki membolehkan pelayar ini log masuk ke akaun anda walaupun orang lain sedang meneka kata laluan anda. Kuki itu mengandungi nombor rawak, dihantar ke halaman log masuk sahaja dan disimpan selama 90 hari. Jika anda membuat pilihan privasi, satu kuki menyimpan pilihan itu, dan tiada apa-apa yang membezakan anda daripada orang lain yang memilih perkara yang sama pada hari itu. Dan jika anda membenarkannya, satu kuki mengingati bahasa anda. Peta datang daripada syarikat lain dan hanya dimuatkan apabila anda membenarkannya.',
  },
  law: {
    heading: 'Apa yang undang-undang minta kami beritahu',
    intro:
      'Seksyen 7(1) Akta Perlindungan Data Peribadi 2010 menyenaraikan lapan perkara. Inilah semuanya dalam bahasa mudah.',
    items: {
      data: {
        heading: 'Apa yang kami simpan tentang anda',
        body: 'Kami memproses data peribadi yang anda berikan: nama, nombor kad pengenalan, nombor polisi, butiran hubungan, akaun bank, serta butiran kesihatan dalam tuntutan dan permohonan. Dalam demonstrasi ini semuanya berada dalam ingatan komputer, dan nombor kad pengenalan disemak lalu dilepaskan.',
      },
      purpose: {
        heading: 'Tujuannya',
        body: 'Untuk memutuskan dan membayar tuntutan, mengeluarkan surat jaminan, menjawab mesej anda dan menjaga keselamatan akaun anda. Bukan untuk pengiklanan, dan bukan untuk membina profil anda.',
      },
      source: {
        heading: 'Dari mana datangnya',
        body: 'Daripada anda, melalui borang di sini. Butiran polisi anda datang daripada syarikat insurans atau majikan yang memberikan perlindungan itu.',
      },
      rights: {
        heading: 'Hak anda untuk melihat dan membetulkannya, serta cara menghubungi kami',
        body: 'Anda boleh meminta salinan data anda dan meminta kesilapan dibetulkan. Kami menjawab dalam masa 21 hari. Tulis kepada kami di bawah perkara “Data peribadi saya”, juga jika ada pertanyaan atau aduan.',
      },
      disclosure: {
        heading: 'Siapa lagi yang menerimanya',
        body: 'Klinik atau hospital yang merawat anda, syarikat insurans atau pelan majikan anda, dan bank yang membuat bayaran; masing-masing menerima sekadar yang perlu. Angka lawatan tidak diberikan kepada sesiapa selain sebagai jumlah keseluruhan.',
      },
      choices: {
        heading: 'Cara anda mengehadkannya',
        body: 'Biarkan ruang yang tidak wajib kosong, gunakan portal tanpa log masuk, atau tarik balik persetujuan anda dengan menulis kepada kami. Begitu juga bagi orang yang anda namakan dalam borang, seperti anak atau doktor anda: berikan hanya apa yang diminta oleh borang.',
      },
      duty: {
        heading: 'Apa yang wajib dan apa yang tidak',
        body: 'Ruang bertanda tidak wajib terpulang kepada anda. Ruang lain diperlukan untuk borang itu. Membaca portal ini tidak memerlukan apa-apa butiran.',
      },
      refusal: {
        heading: 'Akibatnya jika tidak diberikan',
        body: 'Kami tidak dapat memutuskan tuntutan itu, mengeluarkan surat itu atau menjawab mesej itu. Selain itu tiada apa-apa yang berubah bagi anda.',
      },
    },
  },
  complain: {
    heading: 'Jika anda tidak berpuas hati',
    body: 'Tulis kepada kami dahulu; kebanyakan perkara selesai dengan cara itu. Anda juga boleh mengadu kepada Pesuruhjaya Perlindungan Data Peribadi pada bila-bila masa.',
    support: 'Hubungi bantuan',
    commissioner: 'Jabatan Perlindungan Data Peribadi',
  },
};
