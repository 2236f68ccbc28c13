"""The systems that speed is measured of, one module each, run as processes of their own.

They run in an environment that has the frameworks (benchmarks/peers.txt) and not the product, so
nothing here imports `index` or `qa`, but for `on_the_record`, which is the product.
"""
