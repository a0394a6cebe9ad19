const { hash } = new URL(location.href);
document.querySelector('#comment').innerHTML = DOMPurify.sanitize(
  decodeURIComponent(hash.slice(1)),
  {
    RETURN_TRUSTED_TYPE: true,
  },
);
