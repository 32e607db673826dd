# syntax=docker/dockerfile:1

# docker build -t visitbot .
# docker run -d --name visitbot --restart unless-stopped -e TELOXIDE_TOKEN -v visitbot-data:/data visitbot
# docker run --rm -it visitbot chat
#
# With a pack of your own: -v "$PWD/knowledge:/knowledge:ro" -e VISITBOT_KNOWLEDGE=/knowledge

FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
# What jemalloc is built with.
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY Cargo.toml Cargo.lock build.rs ./
COPY .cargo .cargo
COPY benches benches
COPY src src
COPY knowledge knowledge
COPY assets assets
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin visitbot && \
    install -D --strip target/release/visitbot /out/visitbot

FROM debian:bookworm-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin visitbot && \
    install -d -o visitbot -g visitbot -m 700 /data
COPY --from=build /out/visitbot /usr/local/bin/visitbot
USER 10001:10001
ENV VISITBOT_DATA=/data
VOLUME ["/data"]
# The roots that HTTPS trusts are compiled in (webpki-roots), so the image needs no ca-certificates.
ENTRYPOINT ["visitbot"]
CMD ["run"]
