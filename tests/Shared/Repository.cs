namespace Slipway.Tests;

/// <summary>The files of this repository that tests compare the code with.</summary>
internal static class Repository
{
    /// <summary>The folder of the sources.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Join([Root, .. parts]);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Slipway.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests do not run from within a checkout.");
        }

        return folder;
    }
}
