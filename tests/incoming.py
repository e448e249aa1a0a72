"""A partner's file on its way in: uploaded, looked at, saved."""


def saved(client, answer):
    """Follow an upload to Periksa hasil and press Simpan; gives the answer to that."""
    assert answer.status_code == 302, answer.content.decode()[:2000]
    looked = client.get(answer.url)
    assert looked.status_code == 200
    assert "Yang dibaca dari berkas" in looked.content.decode()
    return client.post(answer.url, {"action": "save", "seen": seen(looked)})


def seen(looked):
    """The digest of what was looked at, where the page has one."""
    page = looked.content.decode()
    return page.split('name="seen" value="')[1].split('"')[0] if 'name="seen"' in page else ""
