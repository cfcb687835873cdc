using System.CommandLine;
using CliWrap;
using CliWrap.Buffered;
using Slipway.Cli.Hosting;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;

namespace Slipway.Cli.Tests.Support;

/// <summary>A folder with a tree and a store of a test's own, and a shell in it that knows <c>slipway</c>.</summary>
internal sealed class Workshop : IDisposable
{
    public Workshop()
    {
        Write("slipway.yml", "prefix: workshop\nfolder: images\n");
        Directory.CreateDirectory(System.IO.Path.Join(Tree, "images"));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("slipway-cli-").FullName;

    public string Tree => System.IO.Path.Join(Path, "tree");

    public string Home => System.IO.Path.Join(Path, "home");

    public static Workshop WithImage()
    {
        var workshop = new Workshop();
        workshop.Write("images/base/Dockerfile", "FROM scratch\nCOPY words /words\n");
        workshop.Write("images/base/words", "hello\n");
        return workshop;
    }

    public void Write(string file, string text)
    {
        string path = System.IO.Path.Join(Tree, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs a script of bash in <see cref="Path"/>; SLIPWAY_HOME is <see cref="Home"/>.</summary>
    public async Task<BufferedCommandResult> RunAsync(string script) =>
        await CliWrap.Cli.Wrap("bash")
            .WithArguments(["-c", script])
            .WithWorkingDirectory(Path)
            .WithEnvironmentVariables(variables => variables
                .Set("PATH", $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}")
                .Set("SLIPWAY_HOME", Home)
                .Set("NO_COLOR", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    /// <summary>A command line as the program reads it, about this tree and this store.</summary>
    public ParseResult Parse(params string[] words) => ParseOnly(["--root", Tree, "--home", Home, .. words]);

    public Invocation Invoke(CancellationToken cancellationToken, params string[] words) =>
        new(Parse(words), cancellationToken);

    public static ParseResult ParseOnly(params string[] words) => new SlipwayRoot(new GlobalOptions(), []).Parse(words);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
