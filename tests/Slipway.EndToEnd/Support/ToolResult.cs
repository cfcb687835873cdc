using System.Text;

namespace Slipway.EndToEnd.Support;

/// <summary>What came of running a program.</summary>
internal sealed record ToolResult(int ExitCode, byte[] Bytes, string Error)
{
    public string Output => Encoding.UTF8.GetString(Bytes);

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
