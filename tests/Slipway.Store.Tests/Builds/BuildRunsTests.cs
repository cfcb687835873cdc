using Slipway.Model.Diagnostics;
using Slipway.Model.Values;
using Slipway.Store.Errors;

namespace Slipway.Store.Tests.Builds;

public sealed class BuildRunsTests : IDisposable
{
    private const string Engine = "unix:///run/engine.sock";

    private static readonly BuildId Run = BuildId.New();

    private readonly TestFolder _folder = new();
    private readonly EmbeddedStore _store;

    public BuildRunsTests() => _store = _folder.Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_is_not_there_has_no_runs()
    {
        Assert.Empty(await GoneAsync());
        Assert.False(Directory.Exists(_folder.Home));
    }

    [Fact]
    public async Task A_run_that_lives_is_not_gone()
    {
        using var run = await _store.Runs.BeginAsync(Run, Engine, Cancel);

        Assert.Empty(await GoneAsync());
    }

    [Fact]
    public async Task A_run_that_ended_without_signing_out_is_gone_once()
    {
        (await _store.Runs.BeginAsync(Run, Engine, Cancel)).Dispose();

        Assert.Equal([Run], await GoneAsync());
        Assert.Empty(await GoneAsync());
    }

    [Fact]
    public async Task A_run_that_signed_out_leaves_nothing()
    {
        using (var run = await _store.Runs.BeginAsync(Run, Engine, Cancel))
        {
            run.SignOut();
        }

        Assert.Empty(await GoneAsync());
        Assert.Empty(Directory.GetFiles(Path.Join(_folder.Home, "locks")));
    }

    [Fact]
    public async Task What_cannot_be_cleaned_up_stays_gone()
    {
        (await _store.Runs.BeginAsync(Run, Engine, Cancel)).Dispose();

        await Assert.ThrowsAsync<SlipwayException>(() => _store.Runs.ForgetGoneAsync(
            Engine, _ => throw new SlipwayException(new Diagnostic(StoreCodes.InUse, "no", "Wait."))));

        Assert.Equal([Run], await GoneAsync());
    }

    [Fact]
    public async Task A_run_with_another_engine_is_left_to_that_engine()
    {
        (await _store.Runs.BeginAsync(Run, "unix:///run/other.sock", Cancel)).Dispose();

        Assert.Empty(await GoneAsync());
        Assert.Equal([Run], await GoneAsync("unix:///run/other.sock"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private async Task<List<BuildId>> GoneAsync(string engine = Engine)
    {
        var found = new List<BuildId>();
        await _store.Runs.ForgetGoneAsync(engine, gone =>
        {
            found.AddRange(gone);
            return Task.CompletedTask;
        });
        return found;
    }
}
