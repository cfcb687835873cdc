namespace Slipway.Tests;

/// <summary>
/// A test whose size is a parameter: small in every run, as large as a claim needs with <c>./test --long</c>.
/// </summary>
internal static class Campaign
{
    // Set by ./test --long.
    private const string SizeVariable = "SLIPWAY_CAMPAIGN";

    private const string ReportVariable = "SLIPWAY_CAMPAIGN_REPORT";

    private static readonly Lock Gate = new();

    public static bool IsLong { get; } = Environment.GetEnvironmentVariable(SizeVariable) == "long";

    /// <summary>How often something is tried in this run.</summary>
    public static int Size(int usual, int @long) => IsLong ? @long : usual;

    /// <summary>
    /// Says what was tried and what came of it: in the test's output, and in the report of a long run.
    /// </summary>
    public static void Report(string campaign, string figures)
    {
        string line = $"{campaign}: {figures}";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllText(file, line + Environment.NewLine);
            }
        }
    }
}
