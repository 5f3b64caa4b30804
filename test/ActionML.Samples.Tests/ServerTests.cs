using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Samples.Tests;

/// <summary>The server streams what a run on the spot gives, and keeps to its limits.</summary>
[TestClass]
public sealed class ServerTests
{
    private static readonly Sample Program = new("Server", "server");
    private static readonly string Model = Path.Combine(Sample.Root, "models", "three-body");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Process? _server;
    private HttpClient? _client;

    public required TestContext TestContext { get; set; }

    private HttpClient Client => _client!;

    [TestInitialize]
    public async Task Start()
    {
        _server = Program.Start("--urls", "http://127.0.0.1:0", "--model", Model, "--Limits:Simulations", "1", "--Limits:Steps", "100000", "--Limits:RequestBytes", "4096");
        const string Listening = "Now listening on: ";
        while (await _server.StandardOutput.ReadLineAsync(TestContext.CancellationToken) is { } line)
        {
            int at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0)
            {
                _ = _server.StandardOutput.ReadToEndAsync(CancellationToken.None);
                _client = new HttpClient { BaseAddress = new Uri(line[(at + Listening.Length)..].Trim()), Timeout = Patience };
                return;
            }
        }

        Assert.Fail(await _server.StandardError.ReadToEndAsync(TestContext.CancellationToken));
    }

    [TestCleanup]
    public void Stop()
    {
        _client?.Dispose();
        _server?.Kill();
        _server?.WaitForExit();
        _server?.Dispose();
    }

    [TestMethod]
    public async Task FramesAreThoseOfARun()
    {
        using HttpResponseMessage response = await Client.PostAsync("/simulations?steps=50&every=20", Start(3), TestContext.CancellationToken);
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        string text = await response.Content.ReadAsStringAsync(TestContext.CancellationToken);
        JsonElement[] frames = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        CollectionAssert.AreEqual(new[] { 20, 40, 50 }, frames.Select(frame => frame.GetProperty("step").GetInt32()).ToArray());
        Assert.AreEqual(12.5, frames[2].GetProperty("time").GetDouble());

        // The figure eight comes back after 6.3259 time units; after 12.5 it is nearly there again.
        double[] start = ThreeBodyStates.FigureEight().Positions;
        double[] end = [.. frames[2].GetProperty("positions").EnumerateArray().Select(value => value.GetDouble())];
        Assert.IsLessThan(0.3, start.Zip(end, (a, b) => Math.Abs(a - b)).Max());
        Assert.IsGreaterThan(50, frames[2].GetProperty("evaluations").GetInt64());
    }

    [TestMethod]
    public async Task TheAnswerIsThatOfTheReadme()
    {
        using HttpResponseMessage response = await Client.PostAsync("/simulations?steps=200&every=100", Start(3), TestContext.CancellationToken);
        Program.CheckLines(await response.Content.ReadAsStringAsync(TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task FramesComeWhileTheSimulationRuns()
    {
        var clock = Stopwatch.StartNew();
        using HttpRequestMessage request = Request(steps: 100_000);
        using HttpResponseMessage response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.CancellationToken);
        await using Stream stream = await response.Content.ReadAsStreamAsync(TestContext.CancellationToken);
        using var reader = new StreamReader(stream);
        string? first = await reader.ReadLineAsync(TestContext.CancellationToken);
        Assert.AreEqual(1, JsonDocument.Parse(first!).RootElement.GetProperty("step").GetInt32());
        TestContext.WriteLine($"first frame after {clock.ElapsedMilliseconds} ms");

        // While it runs the one simulation of this server is taken; when the client goes, it is free again.
        using (HttpResponseMessage refused = await Client.PostAsync("/simulations?steps=1", Start(3), TestContext.CancellationToken))
        {
            Assert.AreEqual(HttpStatusCode.TooManyRequests, refused.StatusCode);
            StringAssert.Contains(await refused.Content.ReadAsStringAsync(TestContext.CancellationToken), "Try again later");
        }

        response.Dispose();
        HttpStatusCode status;
        do
        {
            Assert.IsLessThan(Patience, clock.Elapsed, "the simulation of a client that left goes on");
            await Task.Delay(50, TestContext.CancellationToken);
            using HttpResponseMessage next = await Client.PostAsync("/simulations?steps=1", Start(3), TestContext.CancellationToken);
            status = next.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests);
        Assert.AreEqual(HttpStatusCode.OK, status);
    }

    [TestMethod]
    [DataRow("/simulations?steps=0", "expected 1 to 100000 steps")]
    [DataRow("/simulations?steps=100001", "expected 1 to 100000 steps")]
    [DataRow("/simulations?steps=5&every=0", "every at least 1")]
    public async Task StepsOutOfRangeAreRefused(string path, string reason) => await Refused(path, Start(3), reason);

    [TestMethod]
    public async Task WhatIsNoFrameIsRefused() => await Refused("/simulations?steps=1", new StringContent("three\n"), "line 1");

    [TestMethod]
    public async Task AnEmptyBodyIsRefused() => await Refused("/simulations?steps=1", new StringContent(""), "is empty");

    [TestMethod]
    public async Task AKindThatTheModelDoesNotKnowIsRefused() => await Refused("/simulations?steps=1", Start(3, "Cat"), "Cat");

    [TestMethod]
    public async Task ABodyBeyondTheLimitIsRefused()
    {
        using HttpResponseMessage response = await Client.PostAsync("/simulations?steps=1", Start(200), TestContext.CancellationToken);
        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [TestMethod]
    public void AMissingModelIsSaidAtOnce()
    {
        (int code, _, string errors) = Program.Run("--urls", "http://127.0.0.1:0", "--model", "no-such-model");
        Assert.AreNotEqual(0, code);
        StringAssert.Contains(errors, "no-such-model");
    }

    private static HttpRequestMessage Request(int steps) => new(HttpMethod.Post, $"/simulations?steps={steps}") { Content = Start(3) };

    /// <summary>The figure eight, with more bodies far away if asked for.</summary>
    private static StringContent Start(int count, string kind = "Body")
    {
        PhasePoint eight = ThreeBodyStates.FigureEight();
        var text = new System.Text.StringBuilder();
        text.AppendLine($"{count}\nProperties=species:S:1:pos:R:3:momenta:R:3:masses:R:1 units=dimensionless dimension=2 step=0 time=0");
        for (int i = 0; i < count; i++)
        {
            double X(double[] values, int c) => i < 3 ? values[(2 * i) + c] : i * (1 - c);
            text.AppendLine(FormattableString.Invariant(
                $"{kind} {X(eight.Positions, 0):R} {X(eight.Positions, 1):R} 0 {X(eight.Momenta, 0):R} {X(eight.Momenta, 1):R} 0 1"));
        }

        return new StringContent(text.ToString());
    }

    private async Task Refused(string path, HttpContent body, string reason)
    {
        using HttpResponseMessage response = await Client.PostAsync(path, body, TestContext.CancellationToken);
        Assert.AreEqual(HttpStatusCode.BadRequest, response.StatusCode);
        StringAssert.Contains(await response.Content.ReadAsStringAsync(TestContext.CancellationToken), reason);
    }
}
