package dev.slipway.http;

/**
 * Requests that one caller may send in 300 seconds, by kind of route; zero for no limit.
 *
 * @param api under {@code /api/}
 * @param resolvers file downloads
 * @param pages everything else
 */
public record RateLimits(int api, int resolvers, int pages) {}
