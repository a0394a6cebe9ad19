// What the bundle loads later needs the nonce of the page.
__webpack_nonce__ = document.querySelector('meta[property=csp-nonce]').nonce;
