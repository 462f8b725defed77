"""A composed web of some seventy outlets on loopback, in which the right state of every source is known.

`words/` holds what its pages say, in seven languages; `composing` makes pieces of it, `dress` sets them as sites do;
`ordinary`, `missing`, `walls` and `failing` print the sources; `copies` fills the archive; `serving` answers.
`rounds` holds later sources as data, in 18 languages, with words of their own.
The words were written before the product's own lists of signs were read, and are not to be fitted to them.
"""
